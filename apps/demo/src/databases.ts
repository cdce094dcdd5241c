import {
  DatabaseError,
  databaseNameOf,
  type Embedded,
  ensureDatabase,
  migrate,
  openDatabase,
  startEmbedded,
} from '@arna/database'
import type { Config } from './config.ts'
import { openLog } from './log-file.ts'
import { Obstacle } from './obstacle.ts'

export interface Server {
  url(environment: keyof Databases): Promise<string>
  readonly says: string
  /** Present when the server is ours. */
  readonly embedded?: Embedded
}

export interface Databases {
  readonly test: string
  readonly production: string
}

/** The embedded PostgreSQL, or the one that ARNA_DATABASE_URL names. */
export async function startServer({ home, ports, databaseUrl }: Config): Promise<Server> {
  if (databaseUrl !== undefined) return connectTo(databaseUrl)
  const log = openLog(home, 'postgres')
  const embedded = await startEmbedded({
    folder: home,
    port: ports.postgres,
    log: (line) => log.line(line),
  })
  return {
    embedded,
    says: `PostgreSQL on 127.0.0.1:${ports.postgres}, process ${embedded.pid}`,
    url: (environment) => ensureDatabase(embedded.url('postgres'), `arna_${environment}`),
  }
}

/** Is only there when it has answered for both databases. */
async function connectTo(databaseUrl: string): Promise<Server> {
  try {
    const name = databaseNameOf(databaseUrl)
    const [test, production] = await Promise.all([
      ensureDatabase(databaseUrl, `${name}_test`),
      ensureDatabase(databaseUrl, `${name}_production`),
    ])
    const urls: Databases = { test, production }
    return {
      says: 'PostgreSQL of ARNA_DATABASE_URL',
      url: async (environment) => urls[environment],
    }
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    throw new Obstacle(`ARNA_DATABASE_URL: ${error.message}`)
  }
}

/** A database per environment: what is tried in one never touches the other. Returns how many migrations were applied. */
export async function prepareDatabases(server: Server): Promise<Databases & { applied: number }> {
  const [test, production] = await Promise.all([
    prepare(server, 'test'),
    prepare(server, 'production'),
  ])
  return { test: test.url, production: production.url, applied: test.applied + production.applied }
}

async function prepare(
  server: Server,
  environment: keyof Databases,
): Promise<{ url: string; applied: number }> {
  const url = await server.url(environment)
  const database = openDatabase(url, { max: 1 })
  try {
    return { url, applied: (await migrate(database)).length }
  } finally {
    await database.close()
  }
}
