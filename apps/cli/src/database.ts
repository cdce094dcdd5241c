import { type Database, DatabaseError, openDatabase } from '@arna/database'
import type { OptionSpec } from './command-line.ts'
import { messageOf, Failure } from './failure.ts'

export const databaseOption: OptionSpec = {
  value: 'URL',
  help: 'postgres://…; ARNA_DATABASE_URL when left out',
}

const undefinedTable = '42P01'
const undefinedColumn = '42703'

/** Opens, works, closes whatever happens. `ofDemo`: the address is the demo's, so that it may simply not run. */
export async function withDatabase<Result>(
  url: string,
  work: (database: Database) => Promise<Result>,
  { ofDemo }: { readonly ofDemo: boolean } = { ofDemo: false },
): Promise<Result> {
  const database = openDatabase(url, { max: 4, applicationName: 'arna' })
  try {
    return await work(database)
  } catch (error) {
    if (ofDemo && error instanceof DatabaseError && error.code === 'unreachable') {
      throw new Failure(`nobody answers at the database of the demo: does it run (npm start)?`)
    }
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === undefinedTable || code === undefinedColumn) {
      throw new Failure(
        `the database is older than this arna: run arna migrate (${messageOf(error)})`,
      )
    }
    throw error
  } finally {
    await database.close()
  }
}
