import type { Database } from '@arna/database'
import type { SealedContent } from './content.ts'
import type { Hold } from './moves.ts'
import type { MessageState } from './states.ts'

/** A delivery that is ours for a while. */
export interface Claimed {
  /** messageId, or notificationId. */
  readonly id: number
  readonly queue: number
  /** This one included. */
  readonly attempt: number
  readonly leasedUntil: Date
  readonly expiresAt: Date
  readonly message: ClaimedMessage
  /** Its receiver had it before, and did not confirm it. */
  readonly wasHandedOver: boolean
  /** Of a message; a notification is made of what is known of the message. A long one is `apart`: see `readContent`. */
  readonly content: SealedContent | 'apart' | undefined
}

export interface ClaimedMessage {
  readonly id: number
  readonly chain: number
  readonly type: string
  readonly senderId: string
  readonly receiverId: string
  readonly serviceId: string
  readonly routeId: string | undefined
  readonly state: MessageState
  readonly status: string | undefined
  readonly detail: string | undefined
  readonly error: object | undefined
  readonly endedAt: Date | undefined
}

export interface ClaimOrder {
  readonly queue: number
  readonly limit: number
  readonly leaseSeconds: number
  /** Left out when the receiver itself takes them. */
  readonly worker?: string
}

/** The oldest due ones of one line; what others hold is skipped. */
export async function claim(database: Database, order: ClaimOrder): Promise<Claimed[]> {
  const rows = await database.query<ClaimedRow>(claimDue, [
    order.queue,
    order.limit,
    order.leaseSeconds,
    order.worker ?? null,
    longBytes,
  ])
  return rows.map(claimedOf)
}

/** A whole claim of longer ones would fill the memory: each is read when its turn comes. */
const longBytes = 256 * 1024

/** The content of a claimed message. Undefined when it has ended meanwhile. */
export async function readContent(
  database: Database,
  id: number,
): Promise<SealedContent | undefined> {
  const [row] = await database.query<{ key_id: string; opener: string; bytes: Buffer }>(
    'select key_id, opener, bytes from delivery_content where id = $1',
    [id],
  )
  return row && { keyId: row.key_id, opener: row.opener, bytes: row.bytes }
}

/**
 * None of these has a name: the server plans it anew each time. The plan that it would keep may be of an hour in which nothing
 * waited, and reads the whole table (20,000 messages: 100 ms in place of 10) until the statistics are made again.
 */
const leased = (due: string): string => `
  with due as materialized (${due}),
  mine as (
    update delivery d
    set leased_until = now() + make_interval(secs => $3), worker = $4, attempts = d.attempts + 1,
      status = case when $4::uuid is null then 'handed-over' else d.status end,
      detail = case when $4::uuid is null then null else d.detail end,
      status_at = case when $4::uuid is null then now() else d.status_at end
    from due where d.id = due.id
    returning d.id, d.queue, d.about, d.due_at, d.attempts, d.leased_until, d.expires_at,
      coalesce(due.status = 'handed-over', false) as was_handed_over)
  select mine.id, mine.queue, mine.attempts, mine.leased_until, mine.expires_at, mine.was_handed_over,
    m.id as about, m.chain, m.type, m.sender_id,
    m.receiver_id, m.service_id, m.route_id, m.state, m.status, m.detail, m.error, m.ended_at, c.key_id, c.opener,
    case when octet_length(c.bytes) <= $5 then c.bytes end as bytes
  from mine join delivery_message m on m.id = mine.about left join delivery_content c on c.id = mine.id
  order by mine.due_at, mine.id`

const claimDue = leased(`
    select id, status from delivery
    where queue = $1 and leased_until is null and behind is null and due_at <= now()
    order by due_at, id limit $2 for update skip locked`)

export interface FetchOrder {
  readonly queues: readonly number[]
  readonly limit: number
  readonly leaseSeconds: number
  /** Of all contents together; the first one is given whatever it has. */
  readonly mostBytes: number
  /** Only this one, also when it was fetched before and its notification has not come. */
  readonly messageId?: number | undefined
  readonly chain?: number | undefined
}

export interface Fetched extends Claimed {
  readonly content: SealedContent
}

/** What a receiver takes by itself from its lines, oldest first. */
export async function fetch(database: Database, order: FetchOrder): Promise<Fetched[]> {
  const { messageId, chain } = order
  const values: unknown[] = [
    order.queues,
    order.limit,
    order.leaseSeconds,
    null,
    2 ** 31 - 1,
    order.mostBytes,
  ]
  const statement =
    messageId !== undefined ? fetchOne : chain !== undefined ? fetchOfChain : fetchDue
  if (messageId !== undefined) values.push(messageId)
  else if (chain !== undefined) values.push(chain)
  const rows = await database.query<ClaimedRow>(statement, values)
  // Only messages lie in the lines that are fetched from, and theirs are given whole.
  return rows.map((row) => claimedOf(row) as Fetched)
}

/** As many of the candidates as fit into one answer; what somebody took meanwhile is skipped. */
const fitting = (candidates: string, takable: string): string => `
    select d.id, d.status from (
      select id, due_at, row_number() over oldest as place,
        sum(octet_length(c.bytes)) over (oldest rows between unbounded preceding and current row) as upto
      from (${candidates}) as candidate join delivery_content c using (id)
      window oldest as (order by due_at, id)) as measured
    join delivery d on d.id = measured.id
    where (place = 1 or upto <= $6) and ${takable}
    order by measured.due_at, measured.id for update of d skip locked`

/** The index gives each line in order; of their heads the oldest are taken. */
const fetchDue = leased(
  fitting(
    `select head.id, head.due_at from unnest($1::integer[]) as line (queue) cross join lateral (
        select id, due_at from delivery
        where delivery.queue = line.queue and leased_until is null and behind is null and due_at <= now()
        order by due_at, id limit $2) as head
      order by head.due_at, head.id limit $2`,
    'd.leased_until is null',
  ),
)

const takable = `d.queue = any ($1::integer[]) and d.behind is null
  and (d.leased_until is null or d.worker is null)`

const fetchOne = leased(
  `select d.id, d.status from delivery d where d.id = $7 and $6::bigint > 0 and ${takable} limit $2 for update of d skip locked`,
)

const fetchOfChain = leased(
  fitting(
    `select d.id, d.due_at from delivery_message m join delivery d on d.id = m.id
      where m.chain = $7 and ${takable} and (d.leased_until is not null or d.due_at <= now())
      order by d.due_at, d.id limit $2`,
    takable,
  ),
)

/** What was claimed and not used after all waits again, as if nobody had had it; a newer attempt is left alone. */
export async function giveBack(
  database: Database,
  id: number,
  { worker, attempt }: Hold,
): Promise<void> {
  await database.query(
    `update delivery set leased_until = null, worker = null, attempts = attempts - 1
     where id = $1 and worker = $2 and attempts = $3`,
    [id, worker, attempt],
  )
}

interface ClaimedRow {
  readonly id: number
  readonly queue: number
  readonly attempts: number
  readonly leased_until: Date
  readonly expires_at: Date
  readonly was_handed_over: boolean
  readonly about: number
  readonly chain: number
  readonly type: string
  readonly sender_id: string
  readonly receiver_id: string
  readonly service_id: string
  readonly route_id: string | null
  readonly state: MessageState
  readonly status: string | null
  readonly detail: string | null
  readonly error: object | null
  readonly ended_at: Date | null
  readonly key_id: string | null
  readonly opener: string | null
  readonly bytes: Buffer | null
}

const claimedOf = (row: ClaimedRow): Claimed => ({
  id: row.id,
  queue: row.queue,
  attempt: row.attempts,
  wasHandedOver: row.was_handed_over,
  leasedUntil: row.leased_until,
  expiresAt: row.expires_at,
  message: {
    id: row.about,
    chain: row.chain,
    type: row.type,
    senderId: row.sender_id,
    receiverId: row.receiver_id,
    serviceId: row.service_id,
    routeId: row.route_id ?? undefined,
    state: row.state,
    status: row.status ?? undefined,
    detail: row.detail ?? undefined,
    error: row.error ?? undefined,
    endedAt: row.ended_at ?? undefined,
  },
  content: contentOf(row),
})

function contentOf({ key_id, opener, bytes }: ClaimedRow): Claimed['content'] {
  if (key_id === null) return undefined
  return bytes === null ? 'apart' : { keyId: key_id, opener: opener!, bytes }
}
