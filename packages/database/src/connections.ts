import { setTimeout as delay } from 'node:timers/promises'
import {
  Client,
  type ClientConfig,
  DatabaseError as ServerError,
  Pool,
  type PoolClient,
  type QueryResult,
  TypeOverrides,
} from 'pg'
import { DatabaseError } from './database-error.ts'
import type { DatabaseUrl } from './database-url.ts'
import { systemCode } from './system-code.ts'

export interface OpenDatabaseOptions {
  /** Most connections at a time; 10 unless told. */
  readonly max?: number
  /** Shown by the server beside each connection. */
  readonly applicationName?: string
  /** A statement without an answer fails after this time, and its connection is given up; without it it waits for ever. */
  readonly statementMs?: number
}

const connectMs = 5_000
const failoverMs = 15_000
const pauseMs = 100

/** int8 (oid 20) as number: our counters stay far below 2^53, and a value that does not is an error, not a rounding. */
const types = new TypeOverrides()
types.setTypeParser(20, (text: string) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`)
  return value
})

/** A pool to whichever host is the primary. `pg` itself knows no lists of hosts. */
export class Connections {
  readonly #url: DatabaseUrl
  readonly #pool: Pool
  #current = 0

  constructor(url: DatabaseUrl, wanted: OpenDatabaseOptions) {
    const { max = 10, applicationName = 'arna', statementMs } = wanted
    this.#url = url
    const nextUrl = () => url.single[this.#current % url.single.length]!
    class HostClient extends Client {
      constructor(options?: ClientConfig) {
        const connectionString = nextUrl()
        super({
          ...options,
          connectionString,
          connectionTimeoutMillis: connectMs,
          types,
          ...(statementMs !== undefined && { query_timeout: statementMs }),
        })
        // A connection that breaks fails its statement, which tells the caller; the event itself would end the process.
        this.on('error', () => {})
      }
    }
    this.#pool = new Pool({
      max,
      application_name: applicationName,
      keepAlive: true,
      Client: HostClient,
      ...(url.single.length > 1 ? { verify: refuseStandby } : {}),
    })
    // An idle connection that the server closed is dropped by the pool; the next statement opens another.
    this.#pool.on('error', () => {})
  }

  /** A connection to the primary. Only connecting is repeated, so no statement ever runs twice. */
  async take(): Promise<PoolClient> {
    if (this.#pool.ending) throw new TypeError('the database was closed')
    const hosts = this.#url.single.length
    const deadline = performance.now() + (hosts > 1 ? failoverMs : 0)
    for (let attempt = 1; ; attempt++) {
      const tried = this.#current
      try {
        return await this.#pool.connect()
      } catch (error) {
        if (isRefusal(error)) throw this.#refused(error)
        if (!mayPass(error)) throw error
        if (this.#current === tried) this.#current = (tried + 1) % hosts
        if (attempt >= hosts && performance.now() > deadline) throw this.#unreachable(error)
        if (attempt % hosts === 0) await delay(pauseMs)
      }
    }
  }

  close(): Promise<void> {
    return this.#pool.end()
  }

  #refused(cause: Error): DatabaseError {
    return new DatabaseError(
      'not-allowed',
      `The database at ${this.#url.hosts} refuses this user (${cause.message}): correct user and password in its address.`,
      { cause },
    )
  }

  #unreachable(cause: unknown): DatabaseError {
    const reason = cause instanceof Error ? cause.message || systemCode(cause) : String(cause)
    const hosts = this.#url.single.length > 1 ? 'none of its hosts is a primary that answers: ' : ''
    return new DatabaseError(
      'unreachable',
      `The database at ${this.#url.hosts} cannot be reached (${hosts}${reason}): start it, or correct its address.`,
      { cause },
    )
  }
}

function refuseStandby(client: PoolClient, done: (error?: Error) => void): void {
  client.query<{ standby: boolean }>(
    'select pg_is_in_recovery() as standby',
    (error: Error | null, result?: QueryResult<{ standby: boolean }>) => {
      const standby = result?.rows[0]?.standby !== false
      done(error ?? (standby ? new Error('the server is a standby') : undefined))
    },
  )
}

/** Class 28: the server knows neither user nor password. */
function isRefusal(error: unknown): error is ServerError {
  return error instanceof ServerError && (error.code ?? '').startsWith('28')
}

/** Errors of the way to the server, which another host or a moment may cure. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // Class 57P: the server starts, stops or crashed.
  return error instanceof ServerError ? (error.code ?? '').startsWith('57P') : true
}
