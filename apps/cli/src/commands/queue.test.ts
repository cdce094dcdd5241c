import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { end, ends, findChain, findMessage, handOver } from '@arna/delivery'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operatorName } from '../operator.ts'
import {
  type PublishedRegistry,
  publishedRegistry,
  registryText,
} from '../test-setup/published-registry.ts'
import type { Ran } from '../test-setup/run-arna.ts'
import { openWaiting, type Waiting, worker } from '../test-setup/waiting-messages.ts'

let published: PublishedRegistry
let waiting: Waiting
const operator = operatorName(undefined)

beforeAll(async () => {
  published = await publishedRegistry()
  waiting = await openWaiting(published.throwaway.database)
})
afterAll(async () => {
  await waiting.close()
  await published.throwaway.drop()
})
afterEach(async () => {
  await query('truncate delivery, delivery_message, delivery_chain, delivery_content')
  await query('update delivery_queue set hastened_at = null')
})
let since: Date
beforeEach(async () => {
  const [row] = await query<{ now: Date }>('select clock_timestamp() as now')
  since = row!.now
})

const query = <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  published.throwaway.database.query<Row>(text, values)

const queue = (...words: string[]): Promise<Ran> => published.arna(['queue', ...words])

const events = (): Promise<Record<string, unknown>[]> =>
  query(
    `select event, actor, detail, data from journal_event where event like 'delivery-%' and at >= $1`,
    [since],
  )

const records = (id: number): Promise<Record<string, unknown>[]> =>
  query(
    `select kind, instance, fault_code, detail from journal_message where message_id = $1 and instance = 'cli'`,
    [String(id)],
  )

const standing = (id: number) => findMessage(published.throwaway.database, id)

describe('arna queue', () => {
  test('says what waits for whom, how long, and why', async () => {
    const first = await waiting.accept({ inHandsSeconds: 60 })
    await waiting.accept({ chain: first.chain })
    await waiting.accept({ hasFailed: true })
    await waiting.accept({ service: 'Other', receiver: 'portal' })
    const done = await waiting.accept()
    await waiting.move(end({ ...done, as: ends.taken }))
    await query(`update delivery set since = since - interval '2 hours 5 minutes'`)
    const { code, stdout, stderr } = await queue()
    expect(code).toBe(0)
    expect(stdout.replace(/\d s ago/, 'N s ago')).toBe(
      `receiver  waiting  in hands  behind   oldest  per minute  last error
database        1         1       1  2 h 5 min         0.2  N s ago: provider-timeout: no answer within 30 s
portal          1         0       0  2 h 5 min           0  –
`.replace('behind   oldest', 'behind     oldest'),
    )
    expect(stderr).toBe('what the registry holds back is not known: give --key publication.pub\n')
  })

  test('shows the lines of one receiver, and what holds them', async () => {
    await waiting.accept()
    await waiting.accept({ service: 'Other' })
    await waiting.accept({ service: 'Gone' })
    await waiting.accept({ receiver: 'nobody' })
    const [, , , , ...key] = published.where
    const suspend = ['registry', 'suspend', ...published.where, '--system', 'portal']
    await published.arna([...suspend, '--service', 'Echo', '--reason', 'letter 7'])
    const { stdout, stderr } = await queue('--receiver', 'database', ...key)
    const resume = ['registry', 'resume', ...published.where, '--system', 'portal']
    await published.arna([...resume, '--reason', 'letter 7'])
    expect(stderr).toBe('')
    const names = stdout.split('\n').map((line) => line.split(/ {2,}\d/)[0])
    expect(names).toEqual([
      expect.stringMatching(/^receiver /),
      'database',
      '  Echo from portal',
      '  Echo from portal is held: operator: letter 7',
      '  Gone from portal',
      '  Gone from portal has no way: no service "Gone" here',
      '  Other from portal',
      '',
    ])
  })

  test('is quick to say that nothing waits', async () => {
    expect(await queue()).toEqual({ code: 0, stdout: '', stderr: 'nothing waits\n' })
    expect(await queue('--receiver', 'database')).toMatchObject({
      stderr: 'nothing waits for database\n',
    })
  })

  test('gives programs receivers with their lines, statuses apart', async () => {
    const one = await waiting.accept({ hasFailed: true })
    const two = await waiting.accept()
    await queue('stop', String(two.id), '--reason', 'letter')
    const { stdout } = await queue('--json', '--key', 'publication.key')
    expect(JSON.parse(stdout)).toMatchObject([
      {
        contour: 'inner',
        receiver: 'database',
        kind: 'message',
        waiting: 1,
        oldestAt: expect.stringMatching(/Z$/),
        deliveredPerMinute: 0,
        lastError: { status: 'provider-timeout', messageId: String(one.id) },
        lines: [{ service: 'Echo', initiator: 'portal', waiting: 1, way: 'push' }],
      },
      {
        receiver: 'portal',
        kind: 'status',
        waiting: 1,
        deliveredPerMinute: null,
        lines: [{ way: 'none', reason: 'portal has no receiver' }],
      },
    ])
  })

  test('lets no name of others write to the terminal', async () => {
    await waiting.accept({ receiver: 'a\u009b2J\nb' })
    const { stdout } = await queue()
    expect(stdout).toContain(String.raw`a\u009b2J\u000ab`)
  })
})

describe('arna queue show', () => {
  test('tells all that is known of a message, and no payload', async () => {
    const first = await waiting.accept({ inHandsSeconds: 600 })
    const second = await waiting.accept({ chain: first.chain })
    const { code, stdout } = await queue('show', String(second.id))
    expect(code).toBe(0)
    const facts = stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z, [^\n]+/g, 'TIME')
    expect(facts).toBe(`message    ${second.id}, UPDATE, inner contour
state      ON_DELIVERY
from       portal
to         database
service    Echo
accepted   TIME
attempts   0
waits for  message ${first.id} of its chain, which must end first
expires    TIME
chain      ${first.chain}, begun by portal, provided by database
           ${first.id} REQUEST from portal to database: ON_DELIVERY
arna trace ${second.id} shows each exchange stage by stage
`)
    expect((await queue('show', String(first.id))).stdout).toMatch(
      /\nin hands of {2}gateway process [0-9a-f-]{36}; comes back in (9|10) min\n/,
    )
    expect(stdout).not.toContain('messageInfo')
  })

  test('tells why the last attempt failed and when the next one is', async () => {
    const { id } = await waiting.accept({ hasFailed: true })
    const { stdout } = await queue('show', String(id))
    expect(stdout).toMatch(/^state +ON_DELIVERY: .+: no answer within 30 s$/m)
    expect(stdout).toMatch(/^next +in (59 min|1 h)$/m)
    const [shown] = JSON.parse((await queue('show', String(id), '--json')).stdout)
    expect(shown).toMatchObject({
      messageId: String(id),
      state: 'ON_DELIVERY',
      status: 'provider-timeout',
      delivery: { attempts: 1, dueAt: expect.any(String) },
    })
  })

  test('tells of one that its receiver has yet to confirm, and of the end with its record', async () => {
    const { id } = await waiting.accept({ inHandsSeconds: 60 })
    await waiting.move(handOver({ id, hold: { worker, attempt: 1 }, leaseSeconds: 300 }))
    expect((await queue('show', String(id))).stdout).toContain(
      'in hands of  its receiver, which has yet to confirm it; comes back in',
    )
    await queue('stop', String(id), '--reason', 'letter 9')
    const { stdout } = await queue('show', String(id))
    expect(stdout).toMatch(/^state +DELIVERY_STOPPED: .+: letter 9$/m)
    expect(stdout).toMatch(/^to be told +portal, notification \d+$/m)
    expect(stdout).toContain(`refused by cli: delivery-stopped: stopped by ${operator}: letter 9\n`)
  })

  test.each([
    [
      '999999',
      1,
      'no message 999999 is known (any more): what the journal kept says arna trace 999999',
    ],
    [
      'abc',
      2,
      'abc is no messageId of the asynchronous channel: these are numbers, given by the gateway',
    ],
  ])('knows no %s', async (id, exitCode, message) => {
    const { code, stderr } = await queue('show', id)
    expect(code).toBe(exitCode)
    expect(stderr).toContain(message)
  })
})

describe('arna queue stop', () => {
  test('ends a message, tells its sender, and journals who and why', async () => {
    const { id } = await waiting.accept()
    const ran = await queue('stop', String(id), '--reason', 'letter 12', '--as', 'Айгүл')
    expect(ran).toEqual({ code: 0, stdout: '', stderr: 'stopped 1 message\n' })
    expect(await standing(id)).toMatchObject({
      state: 'DELIVERY_STOPPED',
      status: 'delivery-stopped',
      detail: 'letter 12',
    })
    expect(
      await query(
        'select q.kind, q.receiver_id, d.about from delivery d join delivery_queue q on q.id = d.queue',
      ),
    ).toEqual([{ kind: 'status', receiver_id: 'portal', about: id }])
    expect(await query('select from delivery_content')).toEqual([])
    expect(await events()).toEqual([
      {
        event: 'delivery-stopped',
        actor: operator,
        detail: 'stopped 1 message',
        data: { ids: [id], reason: 'letter 12', messages: 1, as: 'Айгүл' },
      },
    ])
    expect(await records(id)).toEqual([
      {
        kind: 'refused',
        instance: 'cli',
        fault_code: 'delivery-stopped',
        detail: `stopped by ${operator} as Айгүл: letter 12`,
      },
    ])
  })

  test('asks for --yes before it ends more than one, and ends also those in hands and behind', async () => {
    const first = await waiting.accept({ inHandsSeconds: 60 })
    const all = [first]
    for (let count = 0; count < 4; count++) all.push(await waiting.accept({ chain: first.chain }))
    const other = await waiting.accept({ service: 'Other' })
    const words = ['stop', '--receiver', 'database', '--service', 'Echo', '--reason', 'order 5']
    expect(await queue(...words)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'arna: 5 messages are meant, for database, of Echo; to stop them give --yes\n',
    })
    expect(await standing(first.id)).toMatchObject({ state: 'ON_DELIVERY' })
    expect(await queue(...words, '--yes', '--json')).toMatchObject({
      code: 0,
      stdout: '{"stopped":5,"left":0}\n',
    })
    for (const { id } of all)
      expect(await standing(id)).toMatchObject({ state: 'DELIVERY_STOPPED' })
    expect(await standing(other.id)).toMatchObject({ state: 'ON_DELIVERY' })
    expect(await events()).toHaveLength(1)
  })

  test('stops more than one portion', async () => {
    await Promise.all(Array.from({ length: 1_200 }, () => waiting.accept()))
    const { stderr } = await queue('stop', '--service', 'Echo', '--reason', 'order 5', '--yes')
    expect(stderr).toBe('stopped 1,200 messages\n')
    expect(await query(`select from delivery_message where state = 'ON_DELIVERY'`)).toEqual([])
  }, 60_000)

  test.each([
    [['stop', '--reason', 'x'], 2, 'which messages? Give their numbers, --receiver or --service'],
    [['stop', '1', '--receiver', 'a', '--reason', 'x'], 2, 'either messages by their numbers, or'],
    [['stop', '1'], 2, '--reason is missing: why, for the sender to read'],
    [['stop', '1', '--reason', 'a\u0001b'], 2, '--reason: one line of 1 to 200 characters'],
    [
      ['stop', '999999', '--reason', 'x'],
      1,
      'message 999999 does not wait: arna queue show 999999',
    ],
    [
      ['stop', '--receiver', 'nobody', '--reason', 'x'],
      1,
      'nothing of that waits: arna queue shows',
    ],
    [
      ['stp', '1'],
      2,
      'unknown command queue stp (arna queue --help lists all); did you mean queue stop?',
    ],
  ])('%j is refused', async (words, exitCode, message) => {
    const { code, stdout, stderr } = await queue(...words)
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
    expect(stderr).toContain(message)
    expect(await events()).toEqual([])
  })
})

describe('arna queue retry', () => {
  test('makes a message due at once and journals it', async () => {
    const { id } = await waiting.accept({ hasFailed: true })
    const ran = await queue('retry', String(id), '--reason', 'the owner called')
    expect(ran).toEqual({ code: 0, stdout: '', stderr: 'hastened 1 message\n' })
    expect(await query('select id from delivery where due_at <= now()')).toEqual([{ id }])
    expect(await query('select from delivery_queue where hastened_at is not null')).toHaveLength(1)
    expect(await records(id)).toMatchObject([
      { kind: 'finished', detail: `due at once, by ${operator}: the owner called` },
    ])
    expect(await events()).toMatchObject([{ event: 'delivery-hastened' }])
  })

  test('of all for a receiver touches what has a delay, and tries the receiver in any case', async () => {
    const fresh = await waiting.accept()
    const failed = await waiting.accept({ hasFailed: true })
    const { code, stderr } = await queue('retry', '--receiver', 'database')
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'hastened 1 message\n' })
    expect(await records(failed.id)).toHaveLength(1)
    expect(await records(fresh.id)).toEqual([])
    expect((await queue('retry', '--receiver', 'database')).stderr).toBe('hastened 0 messages\n')
  })

  test('leaves alone what a process has in hands, and says so', async () => {
    const { id } = await waiting.accept({ inHandsSeconds: 60 })
    const { code, stderr } = await queue('retry', String(id))
    expect(code).toBe(1)
    expect(stderr).toBe(`hastened 0 messages
1 message not hastened: in hands of a process or a receiver just now, or ended meanwhile
`)
    expect(await query('select from delivery where leased_until is not null')).toHaveLength(1)
  })
})

describe('arna queue move', () => {
  const words = ['move', '--service', 'Other', '--from', 'database', '--to', 'portal']
  const order = [...words, '--reason', 'order 9']
  const key = ['--key', 'publication.key']

  test('gives what waits to the new owner with its chain, once the registry says so', async () => {
    const first = await waiting.accept({ service: 'Other', sender: 'third' })
    const second = await waiting.accept({ service: 'Other', sender: 'third', chain: first.chain })
    const early = await queue(...order, ...key, '--yes')
    expect(early.stderr).toMatch(
      /^arna: Other is owned by database in the registry in force \(inner, number \d+\): publish one in which portal owns it, then move\n$/,
    )
    const changed = registryText.replace('Other, owner: database', 'Other, owner: portal')
    writeFileSync(join(published.folder, 'changed.yaml'), changed)
    await published.arna(['registry', 'import', 'changed.yaml', '--key', 'publication.key'])
    expect((await queue(...order, ...key)).stderr).toContain('to move them give --yes')
    expect(await queue(...order, ...key, '--yes')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'moved 2 messages\n',
    })
    for (const { id } of [first, second]) {
      expect(await standing(id)).toMatchObject({ receiverId: 'portal', state: 'ON_DELIVERY' })
      expect(await records(id)).toMatchObject([
        { detail: `moved from database to portal by ${operator}: order 9` },
      ])
      expect(await waiting.contentOf(id)).toBe(`<messageInfo>${id}</messageInfo>`)
    }
    const chain = await findChain(published.throwaway.database, first.chain)
    expect(chain).toMatchObject({ providerId: 'portal' })
    expect(await events()).toMatchObject([
      {
        event: 'delivery-moved',
        data: { serviceId: 'Other', from: 'database', to: 'portal', messages: 2 },
      },
    ])
  })

  test('leaves a chain of which something is in hands, and says so', async () => {
    const first = await waiting.accept({ service: 'Other', sender: 'third', inHandsSeconds: 60 })
    await waiting.accept({ service: 'Other', sender: 'third', chain: first.chain })
    const { code, stderr } = await queue(...order, '--yes')
    expect(code).toBe(0)
    expect(stderr).toBe(`whether portal owns Other (inner) is not known: give --key publication.pub
moved 0 messages
2 messages not moved: in hands of a process or a receiver just now, or ended meanwhile
`)
    expect(await standing(first.id)).toMatchObject({ receiverId: 'database' })
  })
})
