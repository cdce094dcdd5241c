import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDatabase, migrate, openDatabase, startEmbedded } from '@arna/database'
import { freePort } from '@arna/testing'

/** A PostgreSQL with its real fsync and a migrated database, for as long as the work takes. */
export async function withServer<T>(
  folder: string,
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  mkdirSync(folder)
  const home = join(folder, 'database')
  const server = await startEmbedded({ folder: home, port: await freePort(), log: () => {} })
  try {
    const databaseUrl = await ensureDatabase(server.url('postgres'), 'arna_bench')
    const database = openDatabase(databaseUrl, { max: 1 })
    await migrate(database)
    await database.close()
    return await work(databaseUrl)
  } finally {
    await server.stop()
  }
}
