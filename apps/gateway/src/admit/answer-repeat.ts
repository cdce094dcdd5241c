import { setTimeout as delay } from 'node:timers/promises'
import type { Journal, Outcome } from '@arna/journal'
import { Fault, soapMediaTypes } from '@arna/message'
import type { Reply, Routed } from '../exchange.ts'
import type { Repeated } from './admit.ts'

export interface Repeats {
  readonly journal: Journal
  /** Repeats that wait now, in the process. */
  readonly repeatsWaiting: Set<string>
}

/** The header that marks an answer as one that was given before, with the sessionId of the first exchange. */
const repeatHeader = 'arna-repeat-of'

const mostWaiting = 256
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
  if (repeatsWaiting.size >= mostWaiting) {
    throw new Fault('gateway-overloaded', 'too many repeats wait for their first message', {
      retryAfterSeconds: 5,
    })
  }
  repeatsWaiting.add(routed.sessionId)
  try {
    return replyFrom(await outcomeOf(first, journal), first, routed)
  } finally {
    repeatsWaiting.delete(routed.sessionId)
  }
}

/** Whoever swept late outcomes has named every unknown one by then. */
const sweepMs = 15_000

/** Waits as long as the first one may be under way: in this process, in another one, or in one that died of it. */
async function outcomeOf({ repeatOf, deadline }: Repeated, journal: Journal): Promise<Outcome> {
  const waitMs = Math.max(0, deadline.getTime() - Date.now()) + sweepMs
  const end = performance.now() + Math.min(waitMs, longestWaitMs)
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const outcome = await ask(journal, repeatOf)
    if (outcome !== undefined) return outcome
    if (performance.now() + pauseMs > end) throw notYet('the first message has no outcome yet')
    await delay(pauseMs)
  }
}

async function ask(journal: Journal, sessionId: string): Promise<Outcome | undefined> {
  try {
    return await journal.outcome(sessionId)
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
