import type { Database, Statement } from '@arna/database'

/** Whether the signed bytes came for the first time within their window. */
export type Admission =
  | { readonly repeatOf: undefined }
  | {
      /** The session that had these bytes first. */
      readonly repeatOf: string
      readonly admittedAt: Date
      /** From then on an outcome that is missing stays unknown. */
      readonly deadline: Date
      readonly senderId: string | undefined
    }

interface AdmissionRow {
  readonly session_id: string
  readonly sender_id: string | null
  readonly admitted_at: Date
  readonly deadline: Date
}

const selectFirst: Statement = {
  name: 'arna-journal-first',
  text: `select session_id, sender_id, admitted_at, deadline from admission
         where digest = $1 and not (settled and expires_at <= now())`,
}

/** Who has these bytes now; undefined when they are free. */
export async function findFirst(
  database: Pick<Database, 'query'>,
  digest: Buffer,
): Promise<Admission | undefined> {
  const [row] = await database.query<AdmissionRow>(selectFirst, [digest])
  if (row === undefined) return undefined
  return {
    repeatOf: row.session_id,
    admittedAt: row.admitted_at,
    deadline: row.deadline,
    senderId: row.sender_id ?? undefined,
  }
}

/** Rows are locked for milliseconds only. */
const mostAtOnce = 1000

/** Bytes whose window is over may come again as a new message. Returns how many there were. */
export async function forgetExpired(database: Pick<Database, 'query'>): Promise<number> {
  for (let forgotten = 0; ;) {
    const rows = await database.query(
      `delete from admission where session_id in (
         select session_id from admission where settled and expires_at <= now()
         order by expires_at limit $1 for update skip locked)
       returning 1`,
      [mostAtOnce],
    )
    forgotten += rows.length
    if (rows.length < mostAtOnce) return forgotten
  }
}
