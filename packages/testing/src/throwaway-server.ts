import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Database,
  DatabaseError,
  type Embedded,
  ensureDatabase,
  migrate,
  openDatabase,
  startEmbedded,
} from '@arna/database'
import type { TestProject } from 'vitest/node'

/** Then the process number of the run. */
const prefix = 'arna-test-'
const templateName = 'arna_template'

/** Nothing here survives the run, so nothing has to reach the disk. */
const settings = { fsync: 'off', full_page_writes: 'off' }

/**
 * One PostgreSQL per test run, started when the first test asks for it and removed with everything in it. POST gives a
 * database, DELETE with its name takes it back.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<Started> | undefined
  const door = createServer((request, response) => {
    started ??= start()
    const name = request.url?.slice(1) ?? ''
    started
      .then((server) => (request.method === 'POST' ? create(server) : drop(server, name)))
      .then(
        (url) => response.end(url),
        (error: Error) => response.writeHead(500).end(error.message),
      )
  })
  const port = await listen(door)
  project.provide('throwawayServer', `http://127.0.0.1:${port}/`)
  return async () => {
    door.closeAllConnections()
    door.close()
    if (started === undefined) return
    const { embedded, admin, folder } = await started
    await admin.close()
    await embedded.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Started {
  readonly embedded: Embedded
  /** Connected to the database `postgres`: a template must have no connection while it is copied. */
  readonly admin: Database
  readonly folder: string
}

async function start(): Promise<Started> {
  const place = fastFolder()
  removeLeftBehind(place)
  const folder = mkdtempSync(join(place, `${prefix}${process.pid}-`))
  const embedded = await startOnFreePort(folder)
  const template = openDatabase(await ensureDatabase(embedded.url('postgres'), templateName))
  await migrate(template)
  await template.close()
  return { embedded, admin: openDatabase(embedded.url('postgres'), { max: 4 }), folder }
}

async function create({ embedded, admin }: Started): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await admin.query(`create database ${name} template ${templateName} strategy file_copy`)
  return embedded.url(name)
}

/** Answers at once: the server takes a tenth of a second for it, which no test has to wait for. */
async function drop({ admin }: Started, name: string): Promise<string> {
  admin.query(`drop database if exists "${name}" with (force)`).catch(() => undefined)
  return ''
}

/** A run that was killed could not clean up; in memory that would add up. */
function removeLeftBehind(place: string): void {
  for (const name of readdirSync(place)) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : 0
    if (owner === 0 || Number.isNaN(owner) || isAlive(owner)) continue
    try {
      rmSync(join(place, name), { recursive: true, force: true })
    } catch {
      // Another user's: theirs to remove.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be asked, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Copying a database takes 20 ms in memory, half a second on a busy disk. */
function fastFolder(): string {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > 2 * 1024 ** 3 ? memory : tmpdir()
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
