import { setTimeout as delay } from 'node:timers/promises'
import type { Journal, Outcome } from '@arna/journal'
import { Fault, soapMediaTypes } from '@arna/message'
import type { Reply, Routed } from '../exchange.ts'
import type { Repeated } from './admit.ts'
import type { RepeatsWaiting } from './repeats-waiting.ts'

export interface Repeats {
  readonly journal: Journal
  readonly repeatsWaiting: RepeatsWaiting
}

/** The header that marks an answer as one that was given before, with the sessionId of the first exchange. */
const repeatHeader = 'arna-repeat-of'

const firstPauseMs = 20
const longestPauseMs = 500
/** A client waits a minute for an answer. */
const longestWaitMs = 55_000

/**
 * The answer that the first message with these signed bytes got, byte for byte, marked by a header. While the first one is
 * under way (in any process) the repeat waits for it, as long as the first may take. Throws Fault `outcome-unknown`,
 * `repeat-answer-gone`, or `journal-unavailable` when the same bytes are worth another try.
 */
export async function answerRepeat(
  routed: Routed,
  first: Repeated,
  { journal, repeatsWaiting }: Repeats,
): Promise<Reply> {
  const leave = repeatsWaiting.enter(routed.sender)
  try {
    const ask = () =>
      repeatsWaiting.fewAtATime(() => outcomeNow(journal, first.repeatOf, routed.signedDigest))
    return replyFrom(await outcomeOf(first, ask), first, routed)
  } finally {
    leave()
  }
}

/** Whoever swept late outcomes has named every unknown one by then. */
const sweepMs = 15_000

/** Waits as long as the first one may be under way: in this process, in another one, or in one that died of it. */
async function outcomeOf(
  { deadline }: Repeated,
  ask: () => Promise<Outcome | undefined>,
): Promise<Outcome> {
  const waitMs = Math.max(0, deadline.getTime() - Date.now()) + sweepMs
  const end = performance.now() + Math.min(waitMs, longestWaitMs)
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const outcome = await ask()
    if (outcome !== undefined) return outcome
    if (performance.now() + pauseMs > end) throw notYet('the first message has no outcome yet')
    await delay(pauseMs)
  }
}

async function outcomeNow(
  journal: Journal,
  sessionId: string,
  signedDigest: Buffer,
): Promise<Outcome | undefined> {
  try {
    return await journal.outcome(sessionId, signedDigest)
  } catch (error) {
    throw notYet('the outcome of the first message cannot be read now', error)
  }
}

const notYet = (problem: string, cause?: unknown): Fault =>
  new Fault('journal-unavailable', problem, { cause, retryAfterSeconds: 1 })

function replyFrom(outcome: Outcome, first: Repeated, { envelope }: Routed): Reply {
  const about = `the same signed bytes came before, as session {${first.repeatOf}}`
  // The journal could not take the first one, so the provider has not got it, and it leaves no answer: the next one is the first.
  if (outcome.faultCode === 'journal-unavailable') throw notYet(`${about}, and were not taken`)
  if (outcome.kind === 'unknown') {
    throw new Fault('outcome-unknown', `${about}, and what became of them is not known`)
  }
  if (outcome.reply === undefined) {
    throw new Fault(
      'repeat-answer-gone',
      `${about}, were ${outcome.kind}, and that answer is no longer kept`,
    )
  }
  return {
    status: outcome.httpStatus ?? 200,
    contentType: soapMediaTypes[envelope.soap],
    bytes: outcome.reply,
    headers: { [repeatHeader]: `{${first.repeatOf}}` },
  }
}
