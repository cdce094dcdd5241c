import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createSocket } from 'node:dgram'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dropDay } from './drop-day.ts'
import { openJournal } from './journal.ts'
import { verifyJournal } from './proof/verify-journal.ts'
import { retain } from './retention.ts'
import { openSealFile, readSeals } from './seal-file.ts'
import { writeSeal } from './seal.ts'
import { newFolder, openThrowaway, record } from './test-setup/open-throwaway.ts'
import { testLane } from './test-setup/test-lane.ts'
import { keepTime, type TimeKeeper } from './time-keeper.ts'

const dayMs = 86_400_000

/** A clock that a test moves. */
function movedTime(start: string): TimeKeeper & { move(ms: number): void } {
  let now = Date.parse(start)
  return {
    now: () => now,
    synchronise: async () => {},
    move: (ms) => {
      now += ms
    },
  }
}

const finished = () => record({ kind: 'finished' })

describe('the time of a record', () => {
  test("is the database's, and no jump of the machine's clock or back makes it go back", async () => {
    let monotonic = 1000
    let database = Date.parse('2026-11-27T10:00:00Z')
    const time = await keepTime(
      { query: async () => [{ ms: database }] as never[] },
      () => monotonic,
    )
    expect(time.now()).toBe(database)
    monotonic += 60_000
    expect(time.now()).toBe(database + 60_000)
    await time.synchronise()
    expect(time.now()).toBe(database + 60_000)
    database += 90_000
    await time.synchronise()
    expect(time.now()).toBe(database)
  })
})

describe('a partition', () => {
  test('is there for every day that is written to, across midnight and without upkeep', async () => {
    const time = movedTime('2026-11-27T23:59:59.900Z')
    const { journal, database } = await openThrowaway({ time })
    for (let step = 0; step < 4; step++) {
      await journal.write(finished(), { reply: { bytes: Buffer.from('<a/>') } })
      await journal.write(finished(), { reply: { bytes: Buffer.alloc(300_000) } })
      time.move(step === 0 ? 200 : dayMs)
    }
    const rows = await database.query(
      `select tableoid::regclass::text as name, to_char(at at time zone 'UTC', '"journal_message_"YYYYMMDD') as expected
       from journal_message order by at`,
    )
    expect(rows).toHaveLength(8)
    for (const { name, expected } of rows) expect(name).toBe(expected)
    for (const table of ['journal_hold', 'journal_payload']) {
      const payloads = await database.query(
        `select distinct tableoid::regclass::text as name from ${table} order by 1`,
      )
      expect(payloads.map(({ name }) => name)).toEqual(
        ['20261127', '20261128', '20261129', '20261130'].map((day) => `${table}_${day}`),
      )
    }
    expect(await verifyJournal(database)).toMatchObject({ holds: true, payloads: 8 })
  })

  test('that cannot be made is told, and the default one takes the rows', async () => {
    const time = movedTime('2026-11-27T12:00:00Z')
    const { journal, database, errors } = await openThrowaway({ time })
    await database.query('alter function journal_make_day(date) rename to journal_make_day_away')
    time.move(3 * dayMs)
    await journal.write(finished())
    expect(errors).toHaveLength(1)
    expect(await database.query('select 1 from journal_message_default')).toHaveLength(1)
    await database.query('alter function journal_make_day_away(date) rename to journal_make_day')
    // The day has rows already, so it stays where it is.
    await database.query(`select journal_make_day('2026-11-30')`)
    await journal.write(finished())
    expect(await database.query('select 1 from journal_message_default')).toHaveLength(2)
    expect(await verifyJournal(database)).toMatchObject({ holds: true })
  })
})

describe('a seal', () => {
  test('covers what was written since the last one, and is made by one process of many', async () => {
    const { journal, database } = await openThrowaway()
    await journal.write(finished())
    const made = await Promise.all([
      writeSeal(database, await keepTime(database)),
      writeSeal(database, await keepTime(database)),
      writeSeal(database, await keepTime(database)),
    ])
    expect(made.filter((seal) => seal !== undefined)).toHaveLength(1)
    expect(await writeSeal(database, await keepTime(database))).toBeUndefined() // nothing new
    await journal.write(finished())
    const second = await writeSeal(database, await keepTime(database))
    expect(second).toMatchObject({ number: 2, previous: made.find(Boolean)!.hash })
    expect(JSON.parse(second!.heads)).toMatchObject([{ number: 2 }])
    expect(await verifyJournal(database)).toMatchObject({ holds: true, seals: 2 })
  })

  test('leaves the database when the journal is closed: into a file and to a syslog server', async () => {
    const server = createSocket('udp4')
    server.bind(0, '127.0.0.1')
    await once(server, 'listening')
    const received = once(server, 'message')
    const sealFile = join(newFolder(), 'seals.jsonl')
    const { database, key, errors } = await openThrowaway()
    const journal = await openJournal(database, {
      instance: 'inner',
      key,
      sealFile,
      sealSyslog: `udp://127.0.0.1:${server.address().port}`,
      onError: (error) => errors.push(error),
    })
    await journal.write(finished())
    await journal.close()
    const [datagram] = (await received) as [Buffer]
    server.close()
    const seals = await readSeals(sealFile)
    expect(seals).toHaveLength(1)
    expect(errors).toEqual([])
    expect(datagram.toString()).toContain(`] \uFEFF${JSON.stringify({ seal: seals[0] })}`)
    expect(await verifyJournal(database, { sealFile: seals })).toMatchObject({
      holds: true,
      remarks: [],
    })
  })

  test('is copied again when a loss of power left half of its line', async () => {
    const path = join(newFolder(), 'seals.jsonl')
    const { journal, database } = await openThrowaway()
    await journal.write(finished())
    await writeSeal(database, await keepTime(database))
    await openSealFile(path).copy(database)
    await journal.write(finished())
    await writeSeal(database, await keepTime(database))
    appendFileSync(path, '{"seal":{"number":2,"at":"20')
    await openSealFile(path).copy(database)
    expect((await readSeals(path)).map(({ number }) => number)).toEqual([1, 2])
  })

  test('that does not continue the file says that the database was put back or altered', async () => {
    const path = join(newFolder(), 'seals.jsonl')
    const { journal, database } = await openThrowaway()
    const file = openSealFile(path)
    await journal.write(finished())
    const seal = await writeSeal(database, await keepTime(database))
    writeFileSync(path, `${JSON.stringify({ seal: { ...seal, hash: 'ab'.repeat(32) } })}\n`)
    await journal.write(finished())
    await writeSeal(database, await keepTime(database))
    await expect(file.copy(database)).rejects.toThrow('was put back or altered')
    writeFileSync(path, `${JSON.stringify({ seal: { ...seal, number: 9 } })}\n`)
    await expect(openSealFile(path).copy(database)).rejects.toThrow('was put back or altered')
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2)
  })
})

describe('retention', () => {
  async function threeDays() {
    const time = movedTime('2026-11-20T12:00:00Z')
    const opened = await openThrowaway({ time })
    for (let day = 0; day < 3; day++) {
      await opened.journal.write(finished(), { reply: { bytes: Buffer.from('<a/>') } })
      await opened.journal.event({ event: 'login', actor: 'айгүл' })
      time.move(dayMs)
    }
    const lane = await testLane(opened.database, time)
    const drop = (days: Parameters<typeof retain>[0]): Promise<number> =>
      retain(days, { database: opened.database, nextLane: () => lane, nowMs: time.now() })
    return { ...opened, time, lane, drop }
  }

  test('drops whole days of each kind for itself, tells it, and the rest verifies', async () => {
    const { database, drop } = await threeDays()
    expect(await drop({ payloads: 0, messages: 2 })).toBe(7)
    expect(await database.query('select 1 from journal_hold')).toEqual([])
    expect(await database.query('select 1 from journal_message')).toHaveLength(2)
    expect(await database.query(`select 1 from journal_event where event = 'login'`)).toHaveLength(
      3,
    )
    const told = await database.query<{ data: object }>(
      `select data from journal_event where event = 'journal-dropped' order by at, batch, position`,
    )
    expect(told.at(-1)?.data).toMatchObject({
      dropped: { table: 'journal_message', from: '2026-11-20', to: '2026-11-20', rows: 1 },
      reason: 'retention',
      heads: [{ number: 2 }],
    })
    expect(await verifyJournal(database)).toMatchObject({
      holds: true,
      droppedRecords: 1,
      droppedPieces: 3, // of the records that are still there
    })
    expect(await drop({ payloads: 0, messages: 2 })).toBe(0)
    const days = { from: '2026-11-20', to: '2026-11-21' }
    expect(await verifyJournal(database, days)).toMatchObject({ holds: true, droppedRecords: 1 })
  })

  test('of events carries on what they told of earlier drops', async () => {
    const { database, drop, time } = await threeDays()
    await drop({ payloads: 0, messages: 0 })
    time.move(5 * dayMs)
    expect(await drop({ events: 1 })).toBe(4)
    expect(await verifyJournal(database)).toMatchObject({
      holds: true,
      droppedRecords: 3 + 3 + 1 + 9 + 1,
    })
  })

  test('does not excuse a record that was deleted besides', async () => {
    const { database, drop } = await threeDays()
    await drop({ messages: 2 })
    await database.transaction(async (transaction) => {
      await transaction.query('set local session_replication_role = replica')
      await transaction.query(
        `delete from journal_event where at < '2026-11-21' and event = 'login'`,
      )
    })
    const { problems } = await verifyJournal(database)
    expect(problems).toEqual([
      expect.stringMatching(
        /^2 records of 2026-11-20 are missing, where the journal says that 1 were dropped/,
      ),
    ])
  })

  test('is no excuse for a day that nobody dropped', async () => {
    const { database } = await threeDays()
    await database.query('drop table journal_message_20261121')
    const { problems } = await verifyJournal(database)
    expect(problems.join('\n')).toContain('no record says that they were dropped')
  })

  test('is not believed of an event that stands in no chain, however few days are proved', async () => {
    const { database, drop } = await threeDays()
    await database.query('drop table journal_message_20261120')
    await database.query(`
      insert into journal_event (at, writer, batch, position, event, instance, data)
      select at + interval '1 day', writer, batch + 1000, 1, 'journal-dropped', instance,
        '{"dropped": {"table": "journal_message", "from": "2026-11-20", "to": "2026-11-20", "rows": 1}, "carried": []}'
      from journal_event order by at desc limit 1`)
    const days = { from: '2026-11-20', to: '2026-11-20' }
    const proof = await verifyJournal(database, days)
    expect(proof).toMatchObject({ holds: false, droppedRecords: 0 })
    expect(proof.problems).toContainEqual(expect.stringContaining('is not what its batch holds'))
    // One that is altered is no better.
    await drop({ messages: 2 })
    await database.transaction(async (transaction) => {
      await transaction.query('set local session_replication_role = replica')
      await transaction.query(
        `update journal_event set data = replace(data::text, '"rows":1', '"rows":9')::json where event = 'journal-dropped'`,
      )
    })
    expect(await verifyJournal(database, days)).toMatchObject({ holds: false })
  })

  test('that cannot have the table changes nothing, and waits for nobody for long', async () => {
    const { database, lane } = await threeDays()
    await database.transaction(async (other) => {
      await other.query('select 1 from journal_message')
      const order = { table: 'journal_message', day: '2026-11-20', reason: 'retention' } as const
      await expect(dropDay(order, { database, lane })).rejects.toThrow('lock timeout')
    })
    expect(await database.query('select 1 from journal_message')).toHaveLength(3)
    expect(await verifyJournal(database)).toMatchObject({ holds: true })
  })
})
