import type { Database, Transaction } from '@arna/database'
import { type Lane, together } from './lane.ts'
import type { MessageRecord } from './records.ts'

const mostAtOnce = 2000

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
  while ((await settleKnown(database)) === mostAtOnce);
  const [due] = await database.query(
    'select 1 from admission where not settled and deadline <= now() limit 1',
  )
  if (due === undefined) return 0
  return together(nextLane(), database, async (transaction, board) => {
    const [lock] = await transaction.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('arna journal sweep', 0)) as mine`,
    )
    if (lock?.mine !== true) return 0
    // What finished while we waited for the lane is no longer due.
    await settleKnown(transaction)
    const unknown = await settleUnknown(transaction)
    const messages = unknown.map((message) => ({ message, payloads: {} }))
    if (messages.length > 0) await board({ events: [], messages })
    return messages.length
  })
}

/** Sessions are locked in the order in which claims lock them. */
const due = `select session_id, admitted_at from admission
             where not settled and deadline <= now() order by digest limit ${mostAtOnce} for update skip locked`

async function settleKnown(transaction: Transaction): Promise<number> {
  const rows = await transaction.query(
    `with due as materialized (${due})
     update admission set settled = true
     from due
     where admission.session_id = due.session_id and exists (
       select from journal_message m
       where m.session_id = due.session_id and m.kind in ('finished', 'refused', 'unknown')
         and m.at >= (select min(admitted_at) - interval '1 hour' from due))
     returning 1`,
  )
  return rows.length
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
async function settleUnknown(transaction: Transaction): Promise<MessageRecord[]> {
  const rows = await transaction.query<UnknownRow>(
    `with due as materialized (${due}), settled as (
       update admission set settled = true from due where admission.session_id = due.session_id
       returning admission.session_id)
     select settled.session_id, message_id, sender_id, service_id, certificate, registry, repeat_of
     from settled left join journal_message m
       on m.session_id = settled.session_id and m.kind = 'admitted'
       and m.at >= (select min(admitted_at) - interval '1 hour' from due)`,
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
