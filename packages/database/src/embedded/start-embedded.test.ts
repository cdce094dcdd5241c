import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ensureDatabase, openDatabase, startEmbedded } from '../index.ts'
import {
  chownAll,
  freePort,
  isAlive,
  isOpenToAll,
  startElsewhere,
  testPlace,
} from '../test-setup/own-server.ts'

const isRoot = process.geteuid?.() === 0
const nobody = 65534

const place = testPlace()
/** Initialised once, then copied: a data folder in good order that nobody uses. */
const pristine = place.folder('pristine')

beforeAll(async () => {
  await (await place.start(pristine)).stop()
})
afterAll(() => place.clear())

function copyOfPristine(name: string): string {
  const folder = place.folder(name)
  cpSync(pristine, folder, { recursive: true, preserveTimestamps: true })
  if (isRoot) spawnOwner(folder)
  return folder
}

/** A copy made by root belongs to root; the data goes back to whom it belonged. */
function spawnOwner(folder: string): void {
  const { uid, gid } = statSync(join(pristine, 'postgres'))
  chownAll(join(folder, 'postgres'), uid, gid)
}

async function valueOf(url: string, text: string): Promise<unknown> {
  const database = openDatabase(url, { max: 1 })
  try {
    const [row] = await database.query<{ value: unknown }>(text)
    return row?.value
  } finally {
    await database.close()
  }
}

describe('startEmbedded', () => {
  test('starts a durable server that asks for the password of its folder', async () => {
    const folder = copyOfPristine('fresh')
    const server = await place.start(folder)
    expect(await valueOf(server.url('postgres'), `select current_setting('fsync') as value`)).toBe(
      'on',
    )
    const password = readFileSync(join(folder, 'postgres-password'), 'utf8')
    expect(server.url('postgres')).toContain(`arna:${password}@127.0.0.1`)
    expect(statSync(join(folder, 'postgres-password')).mode & 0o777).toBe(0o600)
    const stranger = server.url('postgres').replace(password, 'guess')
    await expect(valueOf(stranger, 'select 1 as value')).rejects.toMatchObject({
      code: 'not-allowed',
    })
  })

  test('makes another password for every folder', async () => {
    const other = place.folder('another')
    await (await place.start(other)).stop()
    expect(readFileSync(join(other, 'postgres-password'), 'utf8')).not.toBe(
      readFileSync(join(pristine, 'postgres-password'), 'utf8'),
    )
  })

  test('keeps what was committed over a stop and over an immediate one', async () => {
    const folder = copyOfPristine('kept')
    const first = await place.start(folder)
    const url = await ensureDatabase(first.url('postgres'), 'arna_test')
    await valueOf(url, 'create table kept as select 1 as value')
    await first.stop()
    const second = await place.start(folder)
    await valueOf(second.url('arna_test'), 'update kept set value = 2')
    second.kill()
    await second.ended
    const third = await place.start(folder)
    expect(await valueOf(third.url('arna_test'), 'select value from kept')).toBe(2)
  })

  test('is reached by TCP where no socket can be made', async () => {
    const folder = copyOfPristine('no socket')
    const port = await freePort()
    // As a file system that knows no sockets: nothing can be made under that name.
    mkdirSync(join(folder, 'postgres', `.s.PGSQL.${port}`))
    const server = await startEmbedded({ folder, port, log: () => {} })
    onTestFinished(() => server.stop())
    expect(server.url('postgres')).not.toContain('host=')
    expect(await valueOf(server.url('postgres'), 'select 1 as value')).toBe(1)
  })

  test('begins anew after an initialisation that was cut off', async () => {
    const folder = place.folder('cut off')
    mkdirSync(join(folder, 'postgres.unfinished', 'base'), { recursive: true })
    writeFileSync(join(folder, 'postgres-password.unfinished'), 'half')
    const server = await place.start(folder)
    expect(await valueOf(server.url('postgres'), 'select 1 as value')).toBe(1)
  })

  test('says that its port is taken', async () => {
    const thief = createServer().listen(0, '127.0.0.1')
    await once(thief, 'listening')
    const address = thief.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const start = startEmbedded({ folder: copyOfPristine('port'), port, log: () => {} })
    await expect(start).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(`Port ${port} is taken`),
    })
    thief.close()
  })

  test('says that it runs already, and by which process', async () => {
    const folder = copyOfPristine('twice')
    const server = await place.start(folder)
    await expect(place.start(folder)).rejects.toMatchObject({
      code: 'already-running',
      message: expect.stringContaining(`process ${server.pid}, started by process ${process.pid}`),
    })
    expect(await valueOf(server.url('postgres'), 'select 1 as value')).toBe(1)
  })

  test.each([
    ['PG_VERSION', (data: string) => rmSync(join(data, 'PG_VERSION'))],
    ['the control file', (data: string) => truncateSync(join(data, 'global/pg_control'), 100)],
    ['pg_filenode', (data: string) => rmSync(join(data, 'global/pg_filenode.map'))],
    ['the log', (data: string) => rmSync(join(data, 'pg_wal'), { recursive: true })],
  ])('says that the data are damaged when %s is missing or cut', async (name, damage) => {
    const folder = copyOfPristine(`damaged ${name}`)
    damage(join(folder, 'postgres'))
    await expect(place.start(folder)).rejects.toMatchObject({
      code: 'data-broken',
      message: expect.stringMatching(/is damaged \(.+\): bring it back from a backup/),
    })
  })

  test('says which PostgreSQL wrote data of another version', async () => {
    const folder = copyOfPristine('older')
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '16\n')
    await expect(place.start(folder)).rejects.toMatchObject({
      code: 'data-of-another-version',
      message: expect.stringMatching(/written by PostgreSQL 16 and this is 18/),
    })
  })

  test('says that the password file is missing', async () => {
    const folder = copyOfPristine('password')
    rmSync(join(folder, 'postgres-password'))
    await expect(place.start(folder)).rejects.toMatchObject({ code: 'password-missing' })
  })

  test('starts in spite of a postmaster.pid whose number another program has now', async () => {
    const folder = copyOfPristine('stale')
    const stranger = spawn('sleep', ['60'])
    writeFileSync(
      join(folder, 'postgres', 'postmaster.pid'),
      `${stranger.pid}\n${folder}/postgres\n`,
    )
    const server = await place.start(folder)
    expect(await valueOf(server.url('postgres'), 'select 1 as value')).toBe(1)
    expect(stranger.exitCode).toBeNull()
    stranger.kill()
  })

  test('starts after its parent was killed, and the server left behind is gone', async () => {
    const folder = copyOfPristine('killed')
    const elsewhere = await startElsewhere(folder)
    await elsewhere.kill()
    const next = await place.start(folder)
    expect(isAlive(elsewhere.server)).toBe(false)
    expect(await valueOf(next.url('postgres'), 'select 1 as value')).toBe(1)
  })

  test.runIf(!isRoot || isShared)(
    'stops a server whose parent was killed where the system did not',
    async () => {
      chmodSync(place.base, 0o711) // without setpriv the server's account needs a way in
      const folder = copyOfPristine('orphan')
      const elsewhere = await startElsewhere(folder, { setpriv: false })
      await elsewhere.kill()
      expect(isAlive(elsewhere.server)).toBe(true)
      const next = await place.start(folder)
      expect(isAlive(elsewhere.server)).toBe(false)
      expect(await valueOf(next.url('postgres'), 'select 1 as value')).toBe(1)
    },
  )
})

describe.runIf(isRoot)('startEmbedded as root', () => {
  test('runs the server as an ordinary user', async () => {
    const server = await place.start(copyOfPristine('as root'))
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
    expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])).not.toBe(0)
  })

  test('says that data given to root are to be given back', async () => {
    const folder = copyOfPristine('of root')
    chownAll(join(folder, 'postgres'), 0, 0)
    await expect(place.start(folder)).rejects.toMatchObject({
      code: 'wrong-owner',
      message: expect.stringContaining('belongs to root'),
    })
  })
})

/** Another user can only run what it can read: not in a checkout under /root. */
const isShared = isOpenToAll(import.meta.dirname)

describe.runIf(isRoot && isShared)('startEmbedded as an ordinary user', () => {
  const own = place.folder('ordinary')

  test('starts, and says so when the data are of another user', async () => {
    chmodSync(place.base, 0o711)
    mkdirSync(own)
    chownAll(own, nobody, nobody)
    const elsewhere = await startElsewhere(own, { user: nobody })
    const status = readFileSync(`/proc/${elsewhere.server}/status`, 'utf8')
    expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])).toBe(nobody)
    await elsewhere.kill()
    await expect(startElsewhere(own, { user: 1 })).rejects.toThrow(
      /belongs to another user|cannot be made or written/,
    )
  })
})
