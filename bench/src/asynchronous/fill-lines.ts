import type { Database } from '@arna/database'
import { others } from './registry.ts'

/**
 * Messages of a day that wait in the lines of the others, as if the gateway had accepted them; by SQL, for accepting a million
 * of them takes half an hour. Their contents are short.
 */
export async function fillLines(
  database: Database,
  { initiatorId, count }: { readonly initiatorId: string; readonly count: number },
): Promise<void> {
  const base = await reserve(database, 2 * count)
  await database.query(openLines, [
    others.map(({ receiverId }) => receiverId),
    others.map(({ serviceId }) => serviceId),
    initiatorId,
  ])
  await database.query(numberMessages, [initiatorId, count, base, others.length])
  for (const statement of inserts) await database.query(statement)
}

/** What the server would tidy up while something is measured. */
export async function tidyUp(database: Database): Promise<void> {
  await database.query('vacuum (analyze)')
  await database.query('checkpoint')
}

/** Numbers that no gateway gives: it takes its own from behind them. */
async function reserve(database: Database, count: number): Promise<number> {
  const [row] = await database.query<{ base: number }>(`select nextval('delivery_number') as base`)
  const { base } = row!
  await database.query(`select setval('delivery_number', $1)`, [base + count])
  return base
}

const openLines = `
  insert into delivery_queue (contour, kind, receiver_id, initiator_id, service_id)
  select 'inner', 'message', receiver, $3, service from unnest($1::text[], $2::text[]) as line (receiver, service)`

const numberMessages = `
  create temporary table waiting as
  with line as (
    select id, receiver_id, service_id, row_number() over (order by id) - 1 as place from delivery_queue where initiator_id = $1::text)
  select $3::bigint + 2 * n as id, $3::bigint + 2 * n + 1 as chain, line.id as queue, $1::text as initiator_id, receiver_id, service_id,
    now() - interval '1 day' * (1 - n / $2::float8) as at
  from generate_series(0, $2::integer - 1) as n join line on line.place = n % $4::integer`

const inserts = [
  `insert into delivery_message (id, chain, contour, session_id, digest, type, sender_id, receiver_id, service_id, accepted_at)
   select id, chain, 'inner', gen_random_uuid(), sha256(id::text::bytea), 'REQUEST', initiator_id, receiver_id, service_id, at
   from waiting order by id`,
  `insert into delivery_chain (id, contour, initiator_id, provider_id, service_id, opened_at, last_to_provider)
   select chain, 'inner', initiator_id, receiver_id, service_id, at, id from waiting order by id`,
  `insert into delivery_content (id, key_id, opener, bytes)
   select id, 'bench', gen_random_uuid(), sha256(id::text::bytea) from waiting order by id`,
  `insert into delivery (id, queue, about, since, due_at, expires_at)
   select id, queue, id, at, at, now() + interval '7 days' from waiting order by id`,
  'drop table waiting',
]
