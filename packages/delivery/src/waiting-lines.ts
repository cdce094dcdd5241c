import type { Database } from '@arna/database'
import type { Queue, QueueKind } from './queues.ts'

/** What waits in one line, and how it fares. */
export interface WaitingLine extends Queue {
  /** Due, or after a failure due later. */
  readonly waiting: number
  /** A process hands them over, or their receiver has yet to confirm them. */
  readonly inHands: number
  /** They wait for another message of their chain. */
  readonly behind: number
  /** When the oldest of all these began to wait. */
  readonly oldestAt: Date | undefined
  /** The last attempt that failed, of those that still wait. */
  readonly lastError: LastError | undefined
  /** Within the time that was asked for; of statuses nobody counts them. */
  readonly delivered: number
}

export interface LastError {
  readonly messageId: number
  readonly status: string
  readonly detail: string | undefined
  readonly at: Date
}

/**
 * Every line in which something waits or was delivered lately. It reads all that waits once: a million deliveries are half a
 * second, on two processors 0.3 s; their index would take twice as long, and says nothing of errors.
 */
export async function waitingLines(
  database: Database,
  { lateMinutes }: { readonly lateMinutes: number },
): Promise<WaitingLine[]> {
  const [lines, rates] = await Promise.all([
    database.query<LineRow>(lineFacts),
    database.query<RateRow>(deliveredLately, [lateMinutes]),
  ])
  const all = lines.map(lineOf)
  for (const rate of rates) {
    // A message goes to the provider from whoever began its chain, or back.
    const line =
      all.find((one) => isOf(one, rate, rate.sender_id)) ??
      all.find((one) => isOf(one, rate, rate.receiver_id))
    if (line !== undefined) line.delivered += rate.delivered
  }
  return all.filter(
    ({ waiting, inHands, behind, delivered }) => waiting + inHands + behind + delivered > 0,
  )
}

const isOf = (line: Queue, rate: RateRow, initiatorId: string): boolean =>
  line.kind === 'message' &&
  line.contour === rate.contour &&
  line.receiverId === rate.receiver_id &&
  line.serviceId === rate.service_id &&
  line.initiatorId === initiatorId

/** PostgreSQL has no last row of a group in one reading, but the greatest array. */
const lineFacts = `
  with line as (
    select queue, count(*) filter (where leased_until is null and behind is null) as waiting, count(leased_until) as in_hands,
      count(behind) filter (where leased_until is null) as behind, min(since) as oldest_at,
      max(array[(date_part('epoch', status_at) * 1000000)::bigint, id])
        filter (where status_at is not null and status <> 'handed-over') as failed
    from delivery group by queue)
  select q.id, q.contour, q.kind, q.receiver_id, q.initiator_id, q.service_id,
    coalesce(line.waiting, 0) as waiting, coalesce(line.in_hands, 0) as in_hands, coalesce(line.behind, 0) as behind,
    line.oldest_at, d.about, d.status, d.detail, d.status_at
  from delivery_queue q left join line on line.queue = q.id left join delivery d on d.id = line.failed[2]
  order by q.contour, q.receiver_id, q.kind, q.service_id, q.initiator_id`

const deliveredLately = `
  select contour, receiver_id, sender_id, service_id, count(*) as delivered from delivery_message
  where ended_at > now() - make_interval(mins => $1) and state = 'DELIVERED'
  group by contour, receiver_id, sender_id, service_id`

interface LineRow {
  readonly id: number
  readonly contour: string
  readonly kind: QueueKind
  readonly receiver_id: string
  readonly initiator_id: string
  readonly service_id: string
  readonly waiting: number
  readonly in_hands: number
  readonly behind: number
  readonly oldest_at: Date | null
  readonly about: number | null
  readonly status: string | null
  readonly detail: string | null
  readonly status_at: Date | null
}

interface RateRow {
  readonly contour: string
  readonly receiver_id: string
  readonly sender_id: string
  readonly service_id: string
  readonly delivered: number
}

const lineOf = (row: LineRow): WaitingLine & { delivered: number } => ({
  id: row.id,
  contour: row.contour,
  kind: row.kind,
  receiverId: row.receiver_id,
  initiatorId: row.initiator_id,
  serviceId: row.service_id,
  waiting: row.waiting,
  inHands: row.in_hands,
  behind: row.behind,
  oldestAt: row.oldest_at ?? undefined,
  lastError:
    row.about === null
      ? undefined
      : {
          messageId: row.about,
          status: row.status!,
          detail: row.detail ?? undefined,
          at: row.status_at!,
        },
  delivered: 0,
})
