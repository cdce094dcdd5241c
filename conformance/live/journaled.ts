import { openDatabase } from '@arna/database'
import type { World } from './world.ts'

export interface Journaled {
  readonly kind: string
  readonly fault_code: string | null
  readonly message_id: string | null
  readonly stage: string | null
  /** Not null when the sender had proved who it is. */
  readonly certificate: string | null
}

/** The last record of an exchange. */
export async function journaled(
  sessionId: string | undefined,
  { databaseUrl }: World,
): Promise<Journaled | undefined> {
  if (sessionId === undefined) return undefined
  const [row] = await ask<Journaled>(
    databaseUrl,
    `select * from journal_message where session_id = $1::uuid and kind <> 'unknown'
     order by at desc, batch desc limit 1`,
    [sessionId.replaceAll(/[{}]/g, '')],
  )
  return row
}

export async function ask<Row extends object>(
  databaseUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const database = openDatabase(databaseUrl, { max: 1 })
  try {
    return await database.query<Row>(text, values)
  } finally {
    await database.close()
  }
}
