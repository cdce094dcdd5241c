import { type Database, openDatabase } from '@arna/database'
import type { OptionSpec } from './command-line.ts'
import { messageOf, Failure } from './failure.ts'

export const databaseOption: OptionSpec = {
  value: 'URL',
  help: 'postgres://…; ARNA_DATABASE_URL when left out',
}

/** Opens, works, closes whatever happens. */
export async function withDatabase<Result>(
  url: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = openDatabase(url, { max: 2, applicationName: 'arna' })
  try {
    return await work(database)
  } catch (error) {
    const isUnmigrated = error instanceof Error && 'code' in error && error.code === '42P01'
    if (isUnmigrated)
      throw new Failure(`the database lacks a table: run arna migrate (${messageOf(error)})`)
    throw error
  } finally {
    await database.close()
  }
}
