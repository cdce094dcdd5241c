import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, type Ran, runArna } from '../test-setup/run-arna.ts'

let throwaway: ThrowawayDatabase
const session = randomUUID()
const refused = randomUUID()
const hostile = randomUUID()
const repeat = randomUUID()
const underWay = randomUUID()
const writer = randomUUID()
let batch = 0

beforeAll(async () => {
  throwaway = await throwawayDatabase()
  const insert = (
    kind: string,
    sessionId: string,
    more: {
      messageId?: string
      stage?: string
      fault?: string
      detail?: string
      repeatOf?: string
      times: object[]
    },
  ): Promise<unknown> =>
    throwaway.database.query(
      `insert into journal_message (at, writer, batch, position, instance, kind, session_id, message_id, sender_id,
         service_id, bytes, stage, fault_code, detail, repeat_of, stage_times, payloads)
       values ('2026-11-23T10:00:0${kind === 'refused' ? 1 : 0}.123Z', '${writer}', ${++batch}, 1, 'test-inner', $1, $2, $3, 'portal', 'Echo', 2143,
         $4, $5, $6, $8, $7, '[]')`,
      [
        kind,
        sessionId,
        more.messageId ?? null,
        more.stage,
        more.fault,
        more.detail,
        JSON.stringify(more.times),
        more.repeatOf,
      ],
    )
  const envelope = { stage: 'envelope', ms: 0.42 }
  await insert('admitted', session, { messageId: 'm-1', times: [envelope] })
  await insert('finished', session, { times: [envelope, { stage: 'deliver', ms: 12.5 }] })
  await insert('refused', refused, {
    messageId: 'm-1',
    stage: 'authenticate',
    fault: 'password-wrong',
    detail: 'the password does not fit',
    times: [envelope],
  })
  await insert('refused', hostile, {
    stage: 'authenticate',
    fault: 'signature-algorithm-refused',
    detail: 'the algorithm \u009b2J\n2026-11-23T10:00:00.123Z  finished by test-inner is not known',
    times: [],
  })
  await insert('admitted', underWay, { messageId: 'm-3', times: [envelope] })
  await insert('admitted', repeat, { messageId: 'm-2', times: [envelope] })
  await insert('unknown', repeat, {
    stage: 'deliver',
    fault: 'outcome-unknown',
    detail: 'no outcome was journaled in time',
    repeatOf: session,
    times: [],
  })
})
afterAll(() => throwaway.drop())

const trace = (...words: string[]): Promise<Ran> =>
  runArna(['trace', ...words], { env: { ARNA_DATABASE_URL: throwaway.url } })

describe('arna trace', () => {
  test('a sender cannot write to the terminal, nor a line of the trace', async () => {
    const { stdout } = await trace(hostile)
    expect(stdout).toContain(String.raw`the algorithm \u009b2J\u000a2026-11-23`)
    expect(stdout).not.toMatch(/\u009b|^[^ ]+ {2}finished/m)
  })

  test.each([`{${session}}`, session, session.toUpperCase()])(
    'shows the session %s',
    async (id) => {
      const { code, stdout, stderr } = await trace(id)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toBe(`session {${session}}
message m-1 from portal to Echo
2026-11-23T10:00:00.123Z  admitted by test-inner, 2143 bytes
2026-11-23T10:00:00.123Z  finished by test-inner, 2143 bytes
  envelope            0.420 ms
  deliver            12.500 ms
  together           12.920 ms
`)
    },
  )

  test('shows an outcome that is unknown, and whose bytes were repeated', async () => {
    const { stdout } = await trace(repeat)
    expect(stdout).toBe(`session {${repeat}}
message m-2 from portal to Echo
a repeat of session {${session}}
2026-11-23T10:00:00.123Z  admitted by test-inner, 2143 bytes
2026-11-23T10:00:00.123Z  unknown by test-inner, 2143 bytes
  outcome-unknown: no outcome was journaled in time
  envelope            0.420 ms
  together            0.420 ms
`)
    const [exchange] = JSON.parse((await trace(repeat, '--json')).stdout)
    expect(exchange).toMatchObject({
      repeatOf: `{${session}}`,
      records: [{ kind: 'admitted' }, { kind: 'unknown', fault: 'outcome-unknown' }],
    })
  })

  test('says that a message has no outcome yet', async () => {
    const { stdout } = await trace('m-3')
    expect(stdout).toContain(
      'admitted by test-inner, 2143 bytes\n  no outcome yet: the provider may have it\n',
    )
  })

  test('shows every exchange that named a messageId, the refused one with its reason', async () => {
    const { stdout } = await trace('m-1', '--json')
    const exchanges = JSON.parse(stdout)
    expect(exchanges.map((one: { sessionId: string }) => one.sessionId)).toEqual([
      `{${session}}`,
      `{${refused}}`,
    ])
    expect(exchanges[0].records).toHaveLength(2)
    expect(exchanges[1].records[0]).toMatchObject({
      kind: 'refused',
      stage: 'authenticate',
      fault: 'password-wrong',
      stageTimes: [{ stage: 'envelope', ms: 0.42 }],
    })
    expect((await trace('m-1')).stdout).toContain(
      '  refused at authenticate: password-wrong: the password does not fit\n',
    )
  })

  test.each(['nothing', randomUUID(), "'; drop table journal; --"])('knows no %s', async (id) => {
    const { code, stdout, stderr } = await trace(id)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(`arna: the journal knows no sessionId or messageId ${id}\n`)
  })

  test('asks the databases of the demo when no other is named', async () => {
    const home = join(newFolder(), 'home')
    mkdirSync(join(home, 'demo'), { recursive: true })
    writeFileSync(join(home, 'demo', 'demo.json'), '{}')
    const instances = [
      { name: 'test-inner', environment: 'test', databaseUrl: throwaway.url },
      { name: 'test-outer', environment: 'test', databaseUrl: throwaway.url },
    ]
    writeFileSync(join(home, 'gateway.json'), JSON.stringify({ instances }))
    const { code, stdout } = await runArna(['trace', session], { env: { ARNA_HOME: home } })
    expect(code).toBe(0)
    expect(stdout).toContain(`session {${session}}`)
  })

  test('asks whether the demo runs when its database does not answer', async () => {
    const home = join(newFolder(), 'home')
    mkdirSync(join(home, 'demo', 'keys'), { recursive: true })
    writeFileSync(join(home, 'demo', 'demo.json'), '{}')
    const { publicKey } = generateKeyPairSync('ed25519')
    const pem = publicKey.export({ type: 'spki', format: 'pem' })
    writeFileSync(join(home, 'demo', 'keys', 'publication.key'), pem)
    const instances = [{ environment: 'test', databaseUrl: 'postgres://a@127.0.0.1:1/a' }]
    writeFileSync(join(home, 'gateway.json'), JSON.stringify({ instances }))
    const env = { ARNA_HOME: home }
    const expected = {
      code: 1,
      stdout: '',
      stderr: 'arna: nobody answers at the database of the demo: does it run (npm start)?\n',
    }
    const [traced, exported] = await Promise.all([
      runArna(['trace', session], { env }),
      runArna(['registry', 'export', '--demo', 'test-inner'], { env }),
    ])
    expect(traced).toEqual(expected)
    expect(exported).toEqual(expected)
  })

  test('without database and demo says what is missing', async () => {
    const { code, stderr } = await runArna(['trace', 'x'], { cwd: newFolder() })
    expect(code).toBe(2)
    expect(stderr).toBe(
      'arna: --database is missing, ARNA_DATABASE_URL is not set, and there is no demo\n',
    )
  })
})

describe('arna migrate', () => {
  test('has nothing to do in a migrated database', async () => {
    const { code, stderr } = await runArna(['migrate', '--database', throwaway.url])
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'nothing to do: the database is up to date\n',
    })
  })

  test('applies what is missing, and before that other commands say to run it', async () => {
    const empty = new URL(throwaway.url)
    empty.pathname = `/empty_${randomUUID().replaceAll('-', '')}`
    await throwaway.database.query(`create database ${empty.pathname.slice(1)}`)
    const before = await runArna(['trace', 'x', '--database', empty.href])
    expect(before.code).toBe(1)
    expect(before.stderr).toContain('run arna migrate')
    const migrated = await runArna(['migrate', '--json', '--database', empty.href])
    expect(migrated.code).toBe(0)
    expect(JSON.parse(migrated.stdout).applied).toEqual(
      expect.arrayContaining(['0001_journal.sql', '0002_registry.sql']),
    )
    await throwaway.database.query(`drop database ${empty.pathname.slice(1)} with (force)`)
  })
})
