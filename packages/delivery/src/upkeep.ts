import type { Database } from '@arna/database'

const mostAtOnce = 500

/** What somebody had for too long is everybody's again: its process died, or its receiver said nothing. Returns how many. */
export async function returnLeases(database: Database): Promise<number> {
  const rows = await database.query(
    `update delivery set leased_until = null, worker = null where id in (
       select id from delivery where leased_until <= now() order by leased_until limit $1 for update skip locked)
     returning 1`,
    [mostAtOnce],
  )
  return rows.length
}

/** A process that ends gives back what it has. */
export async function returnLeasesOf(database: Database, worker: string): Promise<void> {
  await database.query(
    'update delivery set leased_until = null, worker = null where leased_until is not null and worker = $1',
    [worker],
  )
}

/** A delivery whose time is over and that nobody has. */
export interface Expired {
  readonly id: number
  readonly queue: number
  readonly about: number
  readonly chain: number
  readonly senderId: string
  readonly serviceId: string
  /** Why the last attempt failed. */
  readonly status: string | undefined
  readonly detail: string | undefined
}

export async function findExpired(database: Database, contour: string): Promise<Expired[]> {
  const rows = await database.query<ExpiredRow>(
    `select d.id, d.queue, d.about, m.chain, m.sender_id, m.service_id, d.status, d.detail
     from delivery d join delivery_message m on m.id = d.about
     where m.contour = $2 and d.expires_at <= now()
       and (d.leased_until is null or d.leased_until <= now()
         -- Whoever fetches it again and again does not keep it for ever.
         or (d.worker is null and d.expires_at <= now() - interval '1 day'))
     order by d.expires_at limit $1`,
    [mostAtOnce, contour],
  )
  return rows.map((row) => ({
    id: row.id,
    queue: row.queue,
    about: row.about,
    chain: row.chain,
    senderId: row.sender_id,
    serviceId: row.service_id,
    status: row.status ?? undefined,
    detail: row.detail ?? undefined,
  }))
}

interface ExpiredRow {
  readonly id: number
  readonly queue: number
  readonly about: number
  readonly chain: number
  readonly sender_id: string
  readonly service_id: string
  readonly status: string | null
  readonly detail: string | null
}

/** Messages that ended so long ago, and chains without messages. What was said about them stays in the journal. */
export async function forgetEnded(database: Database, days: number): Promise<void> {
  for (;;) {
    const rows = await database.query(
      `delete from delivery_message where id in (
         select id from delivery_message where ended_at < now() - make_interval(days => $1)
           and not exists (select from delivery where about = delivery_message.id)
         order by ended_at limit $2 for update skip locked)
       returning 1`,
      [days, mostAtOnce],
    )
    if (rows.length < mostAtOnce) break
  }
  await database.query(
    `delete from delivery_chain c where opened_at < now() - make_interval(days => $1)
       and not exists (select from delivery_message m where m.chain = c.id)`,
    [days],
  )
}
