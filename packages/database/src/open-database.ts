import pg from 'pg'
import { Connections, type OpenDatabaseOptions } from './connections.ts'
import { parseDatabaseUrl } from './database-url.ts'

/** A statement with a name is parsed and planned once per connection. The name stands for one text only. */
export interface Statement {
  readonly name: string
  readonly text: string
}

export interface Transaction {
  /** Runs one statement with `$1 …` values. `bigint` comes as number, `timestamptz` as Date, `jsonb` as its value, `bytea` as Buffer. */
  query<Row extends object = Record<string, unknown>>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<Row[]>
}

export interface Database extends Transaction {
  /** Commits what `work` did, or nothing of it when it throws. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Waits for running statements, then closes every connection. */
  close(): Promise<void>
}

/**
 * Opens connections when they are needed, always to the primary of the hosts that the URL names. While no host is
 * primary (a fail-over) a statement that was not sent yet waits up to 15 s; one that was sent fails, and its caller decides.
 * Throws DatabaseError `url-malformed` at once, `unreachable` from the first statement.
 */
export function openDatabase(url: string, options: OpenDatabaseOptions = {}): Database {
  const connections = new Connections(parseDatabaseUrl(url), options)

  return {
    query: async (statement, values) => {
      const client = await connections.take()
      let broken: Error | undefined
      try {
        return await run(client, statement, values)
      } catch (error) {
        // Whatever the server did not say leaves open whether it still works on the statement.
        if (!(error instanceof pg.DatabaseError)) broken = error as Error
        throw error
      } finally {
        client.release(broken)
      }
    },
    transaction: async (work) => {
      const client = await connections.take()
      let broken: Error | undefined
      try {
        await client.query('begin')
        const result = await work({ query: (statement, values) => run(client, statement, values) })
        await client.query('commit')
        return result
      } catch (error) {
        // A connection that cannot roll back is closed: the server rolls back by itself.
        await client.query('rollback').catch((lost: Error) => (broken = lost))
        throw error
      } finally {
        client.release(broken)
      }
    },
    close: () => connections.close(),
  }
}

async function run<Row extends object>(
  client: pg.PoolClient,
  statement: string | Statement,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const query = typeof statement === 'string' ? { text: statement } : statement
  // Without values the simple protocol is used: a migration holds many statements.
  const result = await client.query<Row>(
    values.length > 0 ? { ...query, values: [...values] } : query,
  )
  return result.rows
}
