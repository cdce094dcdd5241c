import type { Database, Transaction } from '@arna/database'
import { type Lane, together } from './lane.ts'
import type { MessageRecord } from './records.ts'

/** Rows are locked for milliseconds only; what is left is looked at next. */
const mostAtOnce = 500

interface Surroundings {
  readonly database: Database
  readonly nextLane: () => Lane
}

/**
 * Admissions past their deadline are looked at once: those with an outcome are settled, the others get an `unknown`
 * record, in the transaction that settles them. Returns how many of these there were. One process sweeps at a time;
 * whoever comes after a crash or a fail-over finds what is left. A late `finished` may still follow.
 */
export async function sweepOutcomes({ database, nextLane }: Surroundings): Promise<number> {
  // What becomes due meanwhile is for the next sweep: under load this one would never end.
  const until = await moment(database)
  while ((await settleKnown(database, until)) > 0);
  if ((await firstDue(database, until)) === null) return 0
  return together(nextLane(), database, async (transaction, board) => {
    const [lock] = await transaction.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('arna journal sweep', 0)) as mine`,
    )
    if (lock?.mine !== true) return 0
    const unknown = await settleUnknown(transaction, until)
    const messages = unknown.map((message) => ({ message, payloads: {} }))
    if (messages.length > 0) await board({ events: [], messages })
    return messages.length
  })
}

/** By the database's clock, which alone judges admissions. */
async function moment(transaction: Transaction): Promise<string> {
  const [row] = await transaction.query<{ now: string }>('select now()::text as now')
  return row!.now
}

/**
 * Found by the index of deadlines; locked in the order in which claims lock them. $1 is until when, $2 since when there are
 * records of them.
 */
const due = `select session_id, admitted_at from admission
             where not settled and session_id in (
               select session_id from admission where not settled and deadline <= $1::timestamptz
               order by deadline limit ${mostAtOnce})
             order by digest for update skip locked`

/** Each is looked up by itself: joined as a whole, the planner reads every record of the last hour. */
const outcome = `lateral (
  select true as is_known from journal_message o
  where o.session_id = due.session_id and o.kind in ('finished', 'refused', 'unknown') and o.at >= $2 limit 1) as outcome`

async function settleKnown(transaction: Transaction, until: string): Promise<number> {
  const since = await firstDue(transaction, until)
  if (since === null) return 0
  const rows = await transaction.query(
    `with due as materialized (${due})
     update admission set settled = true
     from due cross join ${outcome}
     where admission.session_id = due.session_id
     returning 1`,
    [until, since],
  )
  return rows.length
}

/** Since when there are records of what is due. Told as a value it keeps all older partitions out of the plan. */
async function firstDue(transaction: Transaction, until: string): Promise<Date | null> {
  const [row] = await transaction.query<{ since: Date | null }>(
    `select min(admitted_at) - interval '1 hour' as since from admission
     where not settled and deadline <= $1::timestamptz`,
    [until],
  )
  return row!.since
}

interface UnknownRow {
  readonly session_id: string
  readonly message_id: string | null
  readonly sender_id: string | null
  readonly service_id: string | null
  readonly certificate: string | null
  readonly registry: number | null
  readonly repeat_of: string | null
}

/** Settles what is left and tells what the admitted record said of it. */
async function settleUnknown(transaction: Transaction, until: string): Promise<MessageRecord[]> {
  const since = await firstDue(transaction, until)
  if (since === null) return []
  const rows = await transaction.query<UnknownRow>(
    `with due as materialized (${due}), settled as (
       update admission set settled = true
       from due left join ${outcome} on true
       where admission.session_id = due.session_id and outcome.is_known is null
       returning admission.session_id)
     select settled.session_id, message_id, sender_id, service_id, certificate, registry, repeat_of
     from settled left join journal_message m
       on m.session_id = settled.session_id and m.kind = 'admitted'
       and m.at >= $2`,
    [until, since],
  )
  return rows.map((row) => ({
    kind: 'unknown',
    sessionId: row.session_id,
    messageId: row.message_id ?? undefined,
    senderId: row.sender_id ?? undefined,
    serviceId: row.service_id ?? undefined,
    certificate: row.certificate ?? undefined,
    registryNumber: row.registry ?? undefined,
    repeatOf: row.repeat_of ?? undefined,
    stage: 'deliver',
    faultCode: 'outcome-unknown',
    detail: 'no outcome was journaled in time: the provider may have done it, or not',
    stageTimes: [],
  }))
}
