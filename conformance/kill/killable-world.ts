import { type LiveGateway, startWorld, type World } from '../live/world.ts'
import { type KillableDatabase, startKillableDatabase } from './killable-database.ts'

export interface Killable {
  readonly world: World
  readonly gateway: LiveGateway
  readonly database: KillableDatabase
  readonly stop: () => Promise<void>
}

/** A gateway on a PostgreSQL of its own. The services take at most two seconds, so that an unknown outcome is named soon. */
export async function startKillable(
  options: { readonly folder?: string | undefined } = {},
): Promise<Killable> {
  const database = await startKillableDatabase(options)
  const { world, gateway, stop } = await startWorld('', {
    databaseUrl: database.url,
    members: ['client'],
    services: { maxTimeSeconds: 2 },
  })
  return {
    world,
    gateway,
    database,
    stop: async () => {
      await stop()
      await database.stop()
    },
  }
}
