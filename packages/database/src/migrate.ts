import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseError } from './database-error.ts'
import type { Database } from './open-database.ts'

export interface MigrateOptions {
  /** The folder of `NNNN_name.sql`; the project's own unless told. */
  readonly folder?: string
}

interface Migration {
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

const ownFolder = join(import.meta.dirname, '..', 'migrations')
/** Any number of our own will do: two processes that migrate one database wait for each other on it. */
const lockKey = 0x41524e41 // 'ARNA'

/**
 * Applies the files that the database has not seen, in order, all of them or none. Returns their names.
 * Throws DatabaseError `migration-changed`, `migration-order`, `migration-unknown` or `migration-failed`.
 */
export async function migrate(database: Database, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(options.folder ?? ownFolder)
  return database.transaction(async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1)', [lockKey])
    await transaction.query(
      `create table if not exists migration (
         name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    )
    const applied = await transaction.query<{ name: string; sha256: string }>(
      'select name, sha256 from migration order by name',
    )
    const pending = pendingAfter(applied, migrations)
    for (const { name, sql, sha256 } of pending) {
      await transaction.query(sql).catch((error: Error) => {
        throw new DatabaseError(
          'migration-failed',
          `The migration ${name} failed and nothing was changed: ${error.message}.`,
          { cause: error },
        )
      })
      await transaction.query('insert into migration (name, sha256) values ($1, $2)', [
        name,
        sha256,
      ])
    }
    return pending.map(({ name }) => name)
  })
}

function pendingAfter(
  applied: readonly { name: string; sha256: string }[],
  migrations: readonly Migration[],
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, sha256 } of applied) {
    const migration = known.get(name)
    if (migration === undefined) {
      throw new DatabaseError(
        'migration-unknown',
        `The database knows the migration ${name} and this program does not: it was migrated by a newer release, run that one.`,
      )
    }
    if (migration.sha256 !== sha256) {
      throw new DatabaseError(
        'migration-changed',
        `The migration ${name} was applied to this database and has been edited since: restore the file and put the change into a new one.`,
      )
    }
  }
  const last = applied.at(-1)?.name ?? ''
  const seen = new Set(applied.map(({ name }) => name))
  const pending = migrations.filter(({ name }) => !seen.has(name))
  const late = pending.find(({ name }) => name < last)
  if (late !== undefined) {
    throw new DatabaseError(
      'migration-order',
      `The migration ${late.name} comes before ${last}, which is applied already: give it the next free number.`,
    )
  }
  return pending
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const numbers = new Set<string>()
  for (const name of names) {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]
    if (number === undefined || numbers.has(number)) {
      throw new DatabaseError(
        'migration-order',
        `The migration ${name} needs a name of the form 0001_words.sql with a number of its own.`,
      )
    }
    numbers.add(number)
  }
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8')
      // A checkout with CRLF line ends is the same migration.
      const sha256 = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
      return { name, sql, sha256 }
    }),
  )
}
