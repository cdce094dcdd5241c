import { DatabaseError as ServerError, escapeIdentifier } from 'pg'
import { DatabaseError } from './database-error.ts'
import { parseDatabaseUrl, withDatabaseName } from './database-url.ts'
import { type Database, openDatabase } from './open-database.ts'

const noSuchDatabase = '3D000'
const insufficientPrivilege = '42501'
/** Two processes may create it at the same moment: the second one's wish is fulfilled. */
const createdMeanwhile = ['42P04', '23505']

/**
 * Returns the URL of the database `name` on the server that `adminUrl` names, after creating it when it is missing.
 * The database that `adminUrl` itself names need not exist. Throws DatabaseError `not-allowed` or `unreachable`.
 */
export async function ensureDatabase(adminUrl: string, name: string): Promise<string> {
  const url = withDatabaseName(adminUrl, name)
  if (await exists(url)) return url
  const { hosts } = parseDatabaseUrl(adminUrl)
  const admin = (await exists(adminUrl)) ? adminUrl : withDatabaseName(adminUrl, 'postgres')
  await using(admin, async (database) => {
    await database.query(
      `create database ${escapeIdentifier(name)} template template0 encoding 'UTF8'`,
    )
  }).catch((error: unknown) => {
    if (createdMeanwhile.includes(sqlState(error))) return
    if (sqlState(error) !== insufficientPrivilege) throw error
    throw new DatabaseError(
      'not-allowed',
      `The database ${name} does not exist at ${hosts} and this user may not create it: let an administrator run ` +
        `CREATE DATABASE ${escapeIdentifier(name)} ENCODING 'UTF8' TEMPLATE template0 OWNER <the user>, or grant the user CREATEDB.`,
      { cause: error },
    )
  })
  return url
}

async function exists(url: string): Promise<boolean> {
  try {
    await using(url, (database) => database.query('select'))
    return true
  } catch (error) {
    if (sqlState(error) === noSuchDatabase) return false
    throw error
  }
}

async function using(url: string, work: (database: Database) => Promise<unknown>): Promise<void> {
  const database = openDatabase(url, { max: 1 })
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

function sqlState(error: unknown): string {
  return error instanceof ServerError ? (error.code ?? '') : ''
}
