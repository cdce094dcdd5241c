import { setTimeout as delay } from 'node:timers/promises'
import type { Journal, Outcome } from '@arna/journal'
import { Fault } from '@arna/message'
import { contentTypes } from '../envelope/answer.ts'
import type { Reply, Routed } from '../exchange.ts'
import type { Repeated } from './admit.ts'

export interface Repeats {
  readonly journal: Journal
  /** Repeats that wait now, in the process. */
  readonly repeatsWaiting: Set<string>
}

/** The header that marks an answer as one that was given before, with the sessionId of the first exchange. */
export const repeatHeader = 'arna-repeat-of'

const mostWaiting = 256
const firstPauseMs = 20
const longestPauseMs = 500

/**
 * The answer that the first message with these signed bytes got, byte for byte, marked by a header. While the first one is
 * under way (in any process) the repeat waits for it, as long as the first may take.
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
    return replyFrom(await outcomeOf(first, routed, journal), first, routed)
  } finally {
    repeatsWaiting.delete(routed.sessionId)
  }
}

async function outcomeOf(
  { repeatOf }: Repeated,
  { service }: Routed,
  journal: Journal,
): Promise<Outcome | undefined> {
  const end = performance.now() + service.maxTimeSeconds * 1000 + 1_000
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const outcome = await journal.outcome(repeatOf)
    if (outcome !== undefined || performance.now() + pauseMs > end) return outcome
    await delay(pauseMs)
  }
}

function replyFrom(outcome: Outcome | undefined, first: Repeated, { envelope }: Routed): Reply {
  const about = `the same signed bytes came before, as session {${first.repeatOf}}`
  if (outcome === undefined || outcome.kind === 'unknown') {
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
    contentType: contentTypes[envelope.soap],
    bytes: outcome.reply,
    headers: { [repeatHeader]: `{${first.repeatOf}}` },
  }
}
