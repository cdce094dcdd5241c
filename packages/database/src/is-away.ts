import { DatabaseError as ServerError } from 'pg'

/** Classes of PostgreSQL's codes that speak of the server and not of the statement: no connection, no room, it stops, it is read-only. */
const ofServer: ReadonlySet<string> = new Set(['08', '25', '53', '57', '58'])

/** Whether the database did not answer, or cannot work now, so that the same statement may pass later. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof ServerError) return ofServer.has((error.code ?? '').slice(0, 2))
  // A broken connection and a statement without an answer are plain errors; these are mistakes of ours.
  return !(error instanceof TypeError || error instanceof RangeError)
}
