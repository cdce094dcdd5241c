import type { Database } from '@arna/database'

export interface JournalLine {
  readonly at: Date
  readonly kind: string
  readonly instance: string
  /** Where it was refused. */
  readonly stage: string | null
  readonly stage_times: readonly { readonly stage: string; readonly ms: number }[]
}

/** What the journal has of one exchange, in order. */
export function readTrace(
  database: Pick<Database, 'query'>,
  sessionId: string,
): Promise<JournalLine[]> {
  return database.query<JournalLine & Record<string, unknown>>(
    'select at, kind, instance, stage, stage_times from journal_message where session_id = $1 order by at',
    [sessionId],
  )
}
