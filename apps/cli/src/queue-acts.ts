import type { Database } from '@arna/database'
import {
  type Counted,
  countWaiting,
  type Selection,
  type WaitingMessage,
  waitingMessages,
} from '@arna/delivery'
import { type Journal, type MessageRecord, newSessionId } from '@arna/journal'
import type { Context } from './command.ts'
import type { Given } from './command-line.ts'
import { Failure, UsageError } from './failure.ts'
import { byUser } from './journal-place.ts'
import { contourOf, messageIdOf, withDeliveries } from './queue-place.ts'
import { numberText } from './span-words.ts'

/** What is done to messages that wait. */
export interface Act {
  /** As the journal names it. */
  readonly event: string
  /** `stop`, `stopped`. */
  readonly verb: string
  readonly done: string
  readonly reason: string | undefined
  /** What the journal keeps of the order. */
  readonly data: Readonly<Record<string, unknown>>
  /** Throws Failure when the order makes no sense for these lines. */
  readonly check?: (lines: readonly Counted[], database: Database) => Promise<void>
  /** How it is done to some of them, and to how many it was. */
  readonly apply: (messages: readonly WaitingMessage[], tools: Tools) => Promise<number>
  /** Of what is selected by receiver or service only what failed and is due later. */
  readonly isForDelayed?: boolean
  /** What else belongs to it. */
  readonly after?: (lines: readonly Counted[], database: Database) => Promise<void>
}

export interface Tools {
  readonly database: Database
  readonly journal: Journal
  /** Who did it and why, for the record of each message. */
  readonly because: string
}

/** Messages by their numbers, or what waits for a receiver or of a service. */
export function selectionOf(given: Given): Selection {
  const ids = given.positionals.map(messageIdOf)
  const receiverId = given.text('receiver')
  const serviceId = given.text('service')
  const isBulk = receiverId !== undefined || serviceId !== undefined
  if (ids.length > 0 && isBulk) {
    throw new UsageError('either messages by their numbers, or --receiver and --service')
  }
  if (ids.length > 0) return { ids }
  if (isBulk) return { contour: contourOf(given), receiverId, serviceId }
  throw new UsageError('which messages? Give their numbers, --receiver or --service')
}

/**
 * Does it in portions, beside gateways that run: whatever ends meanwhile has ended. One event says who, why and how many; each
 * message has a record of its own, durable in the moment in which the message moves.
 */
export function actOn(
  selection: Selection,
  act: Act,
  given: Given,
  context: Context,
): Promise<0 | 1> {
  return withDeliveries(given, context, async (journal, database) => {
    const lines = await countWaiting(database, selection)
    if (lines.length === 0) throw nothingWaits(selection)
    await act.check?.(lines, database)
    const isForDelayed = act.isForDelayed === true && !('ids' in selection)
    const chosen = isForDelayed ? { ...selection, isDelayed: true } : selection
    const meant = sumOf(isForDelayed ? await countWaiting(database, chosen) : lines)
    if (meant > 1 && !given.flag('yes')) {
      throw new Failure(
        `${numberText(meant)} messages are meant${linesText(lines)}; to ${act.verb} them give --yes`,
      )
    }
    const because = `${operatorText(given, context)}${act.reason === undefined ? '' : `: ${act.reason}`}`
    let done = 0
    try {
      for await (const messages of waitingMessages(database, chosen)) {
        done += await act.apply(messages, { database, journal, because })
      }
      await act.after?.(lines, database)
    } finally {
      // Also what was broken off was done.
      const detail = `${act.done} ${countText(done)}`
      const data = { ...act.data, reason: act.reason, messages: done }
      await journal.event(byUser({ event: act.event, detail, data }, given, context))
    }
    const left = meant - done
    if (context.json) context.write(`${JSON.stringify({ [act.done]: done, left })}\n`)
    else context.say(`${act.done} ${countText(done)}`)
    return tellLeft(selection, { meant, left, done }, act, context)
  })
}

const sumOf = (lines: readonly Counted[]): number =>
  lines.reduce((sum, { messages }) => sum + messages, 0)

function nothingWaits(selection: Selection): Failure {
  if (!('ids' in selection)) return new Failure('nothing of that waits: arna queue shows what does')
  const [id] = selection.ids
  const which = selection.ids.length === 1 ? `message ${id} does not wait` : 'none of them waits'
  return new Failure(`${which}: arna queue show ${id} says what became of it`)
}

/** What was asked for and not done. */
function tellLeft(
  selection: Selection,
  { meant, left, done }: { meant: number; left: number; done: number },
  { done: word }: Act,
  context: Context,
): 0 | 1 {
  if (left > 0) {
    context.say(
      `${countText(left)} not ${word}: in hands of a process or a receiver just now, or ended meanwhile`,
    )
  }
  if (!('ids' in selection)) return 0
  const unknown = new Set(selection.ids).size - meant
  if (unknown > 0) {
    context.say(`${countText(unknown)} not waiting: arna queue show says what became of each`)
  }
  return unknown > 0 || done === 0 ? 1 : 0
}

const countText = (count: number): string =>
  `${numberText(count)} ${count === 1 ? 'message' : 'messages'}`

function linesText(lines: readonly Counted[]): string {
  const receivers = [...new Set(lines.map(({ receiverId }) => receiverId))]
  const services = [...new Set(lines.map(({ serviceId }) => serviceId))]
  const some = (names: readonly string[]): string =>
    names.length > 3
      ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
      : names.join(', ')
  return `, for ${some(receivers)}, of ${some(services)}`
}

function operatorText(given: Given, { config }: Context): string {
  const as = given.text('as')
  return as === undefined ? config.operator : `${config.operator} as ${as}`
}

/** An exchange of its own, under the number of the message. */
export const recordOf = (
  { id, senderId, serviceId }: Pick<WaitingMessage, 'id' | 'senderId' | 'serviceId'>,
  detail: string,
): MessageRecord => ({
  kind: 'finished',
  sessionId: newSessionId(),
  messageId: String(id),
  senderId,
  serviceId,
  detail,
  stageTimes: [],
})
