import type { Database } from '@arna/database'
import type { Queue } from './queues.ts'

/** A message that has not ended. */
export interface WaitingMessage {
  readonly id: number
  readonly chain: number
  readonly contour: string
  readonly senderId: string
  readonly receiverId: string
  readonly serviceId: string
  readonly initiatorId: string
  readonly queue: number
  readonly isInHands: boolean
}

/** Which of them: by their numbers, or all for a receiver or of a service. */
export type Selection =
  | { readonly ids: readonly number[] }
  | {
      readonly contour?: string | undefined
      readonly receiverId?: string | undefined
      readonly serviceId?: string | undefined
      /** Only what failed and is due later. */
      readonly isDelayed?: boolean
    }

/** So many of one line. */
export interface Counted extends Queue {
  readonly messages: number
}

/** By line. */
export async function countWaiting(database: Database, selection: Selection): Promise<Counted[]> {
  const [condition, values] = conditionOf(selection)
  const rows = await database.query<CountRow>(
    `select q.id, q.contour, q.receiver_id, q.initiator_id, q.service_id, count(*) as messages
     from delivery d join delivery_queue q on q.id = d.queue where ${condition} group by q.id order by q.id`,
    values,
  )
  return rows.map((row) => ({
    id: row.id,
    kind: 'message',
    contour: row.contour,
    receiverId: row.receiver_id,
    initiatorId: row.initiator_id,
    serviceId: row.service_id,
    messages: row.messages,
  }))
}

interface CountRow {
  readonly id: number
  readonly contour: string
  readonly receiver_id: string
  readonly initiator_id: string
  readonly service_id: string
  readonly messages: number
}

const atOnce = 1000

/**
 * All of them in portions. The youngest come first, so that nothing is let go by the end of what it waits behind while its
 * own turn is still to come; what is accepted meanwhile is left alone.
 */
export async function* waitingMessages(
  database: Database,
  selection: Selection,
): AsyncGenerator<WaitingMessage[]> {
  const [condition, values] = conditionOf(selection)
  let before = Number.MAX_SAFE_INTEGER
  for (;;) {
    const rows = await database.query<WaitingRow>(
      `select d.id, d.queue, d.leased_until is not null as is_in_hands, m.chain, m.contour, m.sender_id, m.receiver_id,
         m.service_id, q.initiator_id
       from (
         select id, queue, leased_until from delivery d where ${condition} and d.id < $${values.length + 1}
         order by d.id desc limit ${atOnce}) as d
       join delivery_queue q on q.id = d.queue join delivery_message m on m.id = d.id
       order by d.id desc`,
      [...values, before],
    )
    if (rows.length > 0) yield rows.map(waitingOf)
    if (rows.length < atOnce) return
    before = rows.at(-1)!.id
  }
}

function conditionOf(selection: Selection): [condition: string, values: unknown[]] {
  if ('ids' in selection) {
    return [`d.id = any ($1::bigint[]) and ${lines("kind = 'message'")}`, [selection.ids]]
  }
  const { contour, receiverId, serviceId, isDelayed = false } = selection
  const wanted = { contour, receiver_id: receiverId, service_id: serviceId }
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined)
  const names = given.map(([column], index) => `${column} = $${index + 1}`)
  const delayed = isDelayed ? ' and d.due_at > now() and d.leased_until is null' : ''
  return [
    lines(["kind = 'message'", ...names].join(' and ')) + delayed,
    given.map(([, value]) => value),
  ]
}

/** As an array, so that a portion is read along the numbers and not found anew among all that waits. */
const lines = (condition: string): string =>
  `d.queue = any (array(select id from delivery_queue where ${condition}))`

interface WaitingRow {
  readonly id: number
  readonly queue: number
  readonly is_in_hands: boolean
  readonly chain: number
  readonly contour: string
  readonly sender_id: string
  readonly receiver_id: string
  readonly service_id: string
  readonly initiator_id: string
}

const waitingOf = (row: WaitingRow): WaitingMessage => ({
  id: row.id,
  chain: row.chain,
  contour: row.contour,
  senderId: row.sender_id,
  receiverId: row.receiver_id,
  serviceId: row.service_id,
  initiatorId: row.initiator_id,
  queue: row.queue,
  isInHands: row.is_in_hands,
})
