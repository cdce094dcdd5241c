import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Embedded, startEmbedded } from '@arna/database'
import { freePort } from '@arna/testing'
import { type LiveGateway, startWorld, type World } from '../live/world.ts'

export interface Killable {
  readonly world: World
  readonly gateway: LiveGateway
  readonly database: KillableDatabase
  readonly stop: () => Promise<void>
}

interface KillableDatabase {
  /** kill -9 of the server and all its processes. */
  readonly kill: () => Promise<void>
  readonly start: () => Promise<void>
  readonly startIfStopped: () => Promise<void>
}

/**
 * A gateway on a PostgreSQL of its own that writes to the disk as in production: what was committed has to survive. The
 * services take at most two seconds, so that an unknown outcome is named soon.
 */
export async function startKillable(
  options: { readonly folder?: string | undefined } = {},
): Promise<Killable> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'arna-kill-'))
  const port = await freePort()
  const begin = (): Promise<Embedded> =>
    startEmbedded({ folder: join(folder, 'postgres'), port, log: () => {} })
  let server = await begin()
  let isRunning = true
  const stopped = async (watched: Embedded): Promise<void> => {
    await watched.ended
    if (watched === server) isRunning = false
  }
  const watch = (): void => {
    isRunning = true
    void stopped(server)
  }
  watch()
  const restart = async (): Promise<void> => {
    server = await begin()
    watch()
  }
  const { world, gateway, stop } = await startWorld('', {
    databaseUrl: server.url('postgres'),
    members: ['client'],
    services: { maxTimeSeconds: 2 },
  })
  return {
    world,
    gateway,
    database: {
      kill: async () => {
        process.kill(server.pid, 'SIGKILL')
        await server.ended
      },
      start: restart,
      startIfStopped: async () => {
        if (!isRunning) await restart()
      },
    },
    stop: async () => {
      await stop()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
