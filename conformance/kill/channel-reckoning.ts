import { expect } from 'vitest'
import type { AsyncWorld } from '../asynchronous/async-world.ts'
import type { ChannelBook, Entry } from './channel-book.ts'

interface Totals {
  readonly messages: number
  /** Times that a sender sent the same bytes again, and that a receiver had a message more than once. */
  readonly sentAgain: number
  readonly deliveredAgain: number
  readonly toldAgain: number
  readonly faults: Readonly<Record<string, number>>
}

/** What senders, receivers and the gateway's store say of the same messages; they must agree. */
export async function reckonChannel(book: ChannelBook, world: AsyncWorld): Promise<Totals> {
  const entries = [...book.entries.values()]
  const problems = [
    ...entries.flatMap((entry) =>
      problemsOf(entry).map((problem) => `${about(entry)}: ${problem}`),
    ),
    ...disorder(entries),
    ...book.strangers,
    ...book.strangeStatuses.map((id) => `a status of ${id}, which nobody sent`),
  ]
  expect(problems.slice(0, 20), `${problems.length} problems`).toEqual([])
  await storeAgrees(entries, world)
  const again = (count: (entry: Entry) => number): number =>
    entries.reduce((sum, entry) => sum + count(entry) - 1, 0)
  return {
    messages: entries.length,
    sentAgain: again(({ tries }) => tries),
    deliveredAgain: again(({ deliveries }) => deliveries.length),
    toldAgain: again(({ statuses }) => statuses.length),
    faults: Object.fromEntries(book.faults),
  }
}

const about = ({ key, messageId, type, serviceId, phase, tries }: Entry): string =>
  `${key} (${messageId}, ${type} of ${serviceId}, ${phase}, tried ${tries} times)`

function problemsOf(entry: Entry): string[] {
  const { fault, messageId, correlationId, deliveries, statuses, repeats, to, digest } = entry
  if (fault !== undefined) return [`it was refused: ${fault}`]
  if (messageId === undefined) return ['it was never acknowledged']
  const problems: string[] = []
  if (deliveries.length === 0) problems.push('it was acknowledged and never came')
  for (const delivered of deliveries) {
    if (delivered.messageId !== messageId) problems.push(`it came as ${delivered.messageId}`)
    if (delivered.correlationId !== correlationId) problems.push('it came in another chain')
    if (delivered.digest !== digest) problems.push('its payload is another one')
    if (delivered.to !== to) problems.push(`it came to ${delivered.to}`)
  }
  for (const repeat of repeats) {
    if (repeat !== `${messageId} ${correlationId}`) problems.push(`again, it was ${repeat}`)
  }
  if (statuses.length === 0) problems.push('its sender was never told')
  if (new Set(statuses.map(({ notificationId }) => notificationId)).size > 1) {
    problems.push('its sender was told twice')
  }
  for (const { messageState } of statuses) {
    if (messageState !== endOf(entry)) problems.push(`its sender was told ${messageState}`)
  }
  return problems
}

/** Who is only pushed to has no opinion that the gateway would hear. */
function endOf({ opinion, serviceId, to }: Entry): 'DELIVERED' | 'NOT_DELIVERED' {
  const isAsked = serviceId === 'Confirmed' || to === 'other' || isFetchedByOwner(serviceId, to)
  return isAsked && opinion === 'refuses it' ? 'NOT_DELIVERED' : 'DELIVERED'
}

const isFetchedByOwner = (serviceId: string, to: string): boolean =>
  serviceId === 'Fetched' && to === 'provider'

/** Within a chain and a direction: what was acknowledged before another one was sent came before it. */
function disorder(entries: readonly Entry[]): string[] {
  const lines = Map.groupBy(entries, ({ correlationId, to }) => `${correlationId} ${to}`)
  const problems: string[] = []
  for (const line of lines.values()) {
    for (const before of line) {
      for (const after of line) {
        const isBefore = (before.acknowledgedAt ?? Infinity) < after.sentAt
        const [first, second] = [before.deliveries[0]?.at, after.deliveries[0]?.at]
        if (isBefore && first !== undefined && second !== undefined && first > second) {
          problems.push(`${about(after)} came before ${about(before)}`)
        }
      }
    }
  }
  return problems
}

async function storeAgrees(entries: readonly Entry[], { database }: AsyncWorld): Promise<void> {
  // What was taken twice is still being written down a second time.
  await expect
    .poll(() => database.query('select id, about, status from delivery limit 5'), {
      timeout: 60_000,
      interval: 500,
    })
    .toEqual([])
  const rows = await database.query<{ id: number; state: string }>(
    'select id, state from delivery_message',
  )
  const byNumber = (left: [number, string], right: [number, string]): number => left[0] - right[0]
  const stored = rows.map(({ id, state }): [number, string] => [id, state])
  const expected = entries.map((entry): [number, string] => [Number(entry.messageId), endOf(entry)])
  expect(stored.toSorted(byNumber)).toEqual(expected.toSorted(byNumber))
  expect(await database.query('select id from delivery_content')).toEqual([])
}
