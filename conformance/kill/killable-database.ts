import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Embedded, startEmbedded } from '@arna/database'
import { freePort } from '@arna/testing'

export interface KillableDatabase {
  readonly url: string
  /** kill -9 of the server and all its processes. */
  readonly kill: () => Promise<void>
  readonly start: () => Promise<void>
  readonly startIfStopped: () => Promise<void>
  /** Stops it and deletes what it has. */
  readonly stop: () => Promise<void>
}

/** A PostgreSQL of the test's own that writes to the disk as in production: what was committed has to survive. */
export async function startKillableDatabase(
  options: { readonly folder?: string | undefined } = {},
): Promise<KillableDatabase> {
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
    // On a machine that is busy the first answer may come too late, and a supervisor tries again.
    server = await begin().catch(begin).catch(begin)
    watch()
  }
  return {
    url: server.url('postgres'),
    kill: async () => {
      process.kill(server.pid, 'SIGKILL')
      await server.ended
    },
    start: restart,
    startIfStopped: async () => {
      if (!isRunning) await restart()
    },
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
