import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DatabaseError,
  type Embedded,
  ensureDatabase,
  migrate,
  openDatabase,
  startEmbedded,
} from '@arna/database'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test asks for the throwaway server; the first question starts it. */
    throwawayServer: string
  }
}

/** The migrated database that every throwaway one is copied from. */
export const templateName = 'arna_template'

/** Nothing here survives the run, so nothing has to reach the disk. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** One PostgreSQL per test run, started when the first test asks for it and removed with everything in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<Started> | undefined
  const door = createServer((_request, response) => {
    started ??= start()
    started.then(
      ({ server }) => response.end(server.url(templateName)),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
  const port = await listen(door)
  project.provide('throwawayServer', `http://127.0.0.1:${port}/`)
  return async () => {
    door.closeAllConnections()
    door.close()
    if (started === undefined) return
    const { server, folder } = await started
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Started {
  readonly server: Embedded
  readonly folder: string
}

async function start(): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'arna-test-'))
  const server = await startOnFreePort(folder)
  const template = openDatabase(await ensureDatabase(server.url('postgres'), templateName))
  await migrate(template)
  await template.close()
  return { server, folder }
}

async function startOnFreePort(folder: string): Promise<Embedded> {
  try {
    return await startEmbedded({ folder, port: await freePort(), log: () => {}, settings })
  } catch (error) {
    // Somebody may take a port between our look and the start.
    if (!(error instanceof DatabaseError && error.code === 'port-taken')) throw error
    return startOnFreePort(folder)
  }
}

/** A port of the loopback address that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createTcpServer()
  const port = await listen(probe)
  await new Promise((resolve) => probe.close(resolve))
  return port
}

function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : 0)
    })
  })
}
