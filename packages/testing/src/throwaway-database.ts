import { type Database, openDatabase } from '@arna/database'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test asks for a throwaway database; the first question starts the server. */
    throwawayServer: string
  }
}

export interface ThrowawayDatabase {
  readonly database: Database
  readonly url: string
  /** Closes `database` and removes it. What a test forgets goes with the server at the end of the run. */
  drop(): Promise<void>
}

/**
 * A fresh, migrated PostgreSQL database of a test's own, in some tens of milliseconds. A global setup, which runs
 * outside of the tests, names the server.
 */
export async function throwawayDatabase(
  door: string = inject('throwawayServer'),
): Promise<ThrowawayDatabase> {
  const url = await ask(door, 'POST')
  const database = openDatabase(url)
  return {
    database,
    url,
    drop: async () => {
      await database.close()
      await ask(new URL(new URL(url).pathname, door).href, 'DELETE')
    },
  }
}

async function ask(url: string, method: string): Promise<string> {
  const response = await fetch(url, { method })
  const text = await response.text()
  if (!response.ok) throw new Error(`no throwaway database: ${text}`)
  return text
}
