import type { Transaction } from '@arna/database'
import type { JournalKey } from './journal-key.ts'
import { exactPayload } from './read-payload.ts'
import { timeOfSession } from './session-id.ts'

/** How a message ended, for whoever repeats it. */
export interface Outcome {
  readonly kind: 'finished' | 'refused' | 'unknown'
  readonly at: Date
  readonly faultCode: string | undefined
  readonly detail: string | undefined
  readonly httpStatus: number | undefined
  /** What we sent; undefined when it was not stored, is no longer kept, or answers another claim. */
  readonly reply: Buffer | undefined
}

interface OutcomeRow {
  readonly kind: Outcome['kind']
  readonly at: Date
  readonly fault_code: string | null
  readonly detail: string | null
  readonly http_status: number | null
}

const dayMs = 86_400_000
const ever = [new Date(0), new Date('9999-12-31T00:00:00Z')] as const

/**
 * The last word about a session; `finished` and `refused` outdo `unknown`, which they may follow. Undefined while the
 * message is under way. Throws PayloadError when the reply is stored and cannot be read.
 */
export async function findOutcome(
  database: Transaction,
  sessionId: string,
  key: JournalKey | undefined,
  answers?: Uint8Array,
): Promise<Outcome | undefined> {
  const [from, to] = daysOf(sessionId)
  const [row] = await database.query<OutcomeRow>(
    `select kind, at, fault_code, detail, http_status from journal_message
     where session_id = $1 and kind in ('finished', 'refused', 'unknown') and at >= $2 and at < $3
     order by kind = 'unknown', at desc limit 1`,
    [sessionId, from, to],
  )
  if (row === undefined) return undefined
  return {
    kind: row.kind,
    at: row.at,
    faultCode: row.fault_code ?? undefined,
    detail: row.detail ?? undefined,
    httpStatus: row.http_status ?? undefined,
    reply: key && (await exactPayload(database, sessionId, 'reply', { key, from, to, answers })),
  }
}

/** The days that may know a session: its own, with a day's margin for machines whose clocks differ. */
export function daysOf(sessionId: string): readonly [from: Date, to: Date] {
  const time = timeOfSession(sessionId)
  if (time === undefined) return ever
  const start = Math.floor(time.getTime() / dayMs) * dayMs
  return [new Date(start - dayMs), new Date(start + 3 * dayMs)]
}
