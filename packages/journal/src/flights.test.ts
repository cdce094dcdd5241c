import { openDatabase, type Database } from '@arna/database'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openJournal, type OpenJournalOptions } from './journal.ts'
import { verifyJournal } from './proof/verify-journal.ts'
import { openThrowaway, record } from './test-setup/open-throwaway.ts'

const finished = () => record({ kind: 'finished' })

const isBatch = (statement: unknown): boolean =>
  typeof statement === 'object' &&
  statement !== null &&
  'name' in statement &&
  String(statement.name).startsWith('arna-journal-batch')

/** The same database, with a say in what happens to a statement on its way. */
const between = (
  database: Database,
  query: (statement: unknown, run: () => Promise<object[]>) => Promise<object[]>,
): Database => ({
  ...database,
  query: (statement, values) =>
    query(statement, () => database.query(statement, values)) as Promise<never[]>,
})

async function openOn(database: Database, options: Partial<OpenJournalOptions> = {}) {
  const journal = await openJournal(database, {
    instance: 'inner',
    upkeep: false,
    onError: () => {},
    ...options,
  })
  onTestFinished(() => journal.close())
  return journal
}

describe('a flight', () => {
  test('whose connection is killed leaves a chain that holds, with every record that was acknowledged', async () => {
    const { database, url } = await openThrowaway()
    const own = openDatabase(url, { applicationName: 'arna-victim' })
    const journal = await openOn(own)
    const acknowledged = new Set<string>()
    let refused = 0
    const enough = new AbortController()
    const callers = Array.from({ length: 32 }, async () => {
      while (!enough.signal.aborted) {
        const one = finished()
        await journal.write(one).then(
          () => acknowledged.add(one.sessionId),
          () => refused++,
        )
      }
    })
    for (let killings = 0; killings < 20;) {
      const killed = await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'arna-victim' and state = 'active'`,
      )
      if (killed.length > 0) killings++
    }
    enough.abort()
    await Promise.all(callers)
    await journal.close()
    await own.close()

    const rows = await database.query<{ session_id: string }>(
      'select session_id from journal_message',
    )
    const written = new Set(rows.map((row) => row.session_id))
    expect([...acknowledged].filter((one) => !written.has(one))).toEqual([])
    expect(refused).toBeGreaterThan(0)
    expect(await verifyJournal(database)).toMatchObject({ holds: true, problems: [] })
  })

  test('that landed without an acknowledgement is simply there, and the next one goes behind it', async () => {
    const { database } = await openThrowaway()
    let isLost = false
    const journal = await openOn(
      between(database, async (statement, run) => {
        const rows = await run()
        if (isBatch(statement) && isLost) throw new Error('the connection was lost')
        return rows
      }),
    )
    await journal.write(finished())
    isLost = true
    await expect(journal.write(finished())).rejects.toMatchObject({ code: 'journal-unavailable' })
    isLost = false
    await journal.write(finished())
    expect(await database.query('select 1 from journal_message')).toHaveLength(3)
    expect(await verifyJournal(database)).toMatchObject({ holds: true, writers: 1, batches: 3 })
  })

  test('that is written again for want of an acknowledgement leaves one outcome to its reader, and a chain that holds', async () => {
    const { database, key } = await openThrowaway()
    let now = Date.now()
    let isLost = true
    const journal = await openOn(
      between(database, async (statement, run) => {
        const rows = await run()
        if (isBatch(statement) && isLost) throw new Error('the connection was lost')
        return rows
      }),
      { key, time: { now: () => ++now, synchronise: async () => {} } },
    )
    const one = finished()
    const reply = { bytes: Buffer.from('<reply/>') }
    await expect(journal.write(one, { reply })).rejects.toMatchObject({
      code: 'journal-unavailable',
    })
    isLost = false
    await journal.write(one, { reply })
    expect(await database.query('select 1 from journal_hold')).toHaveLength(2)
    expect((await journal.outcome(one.sessionId))?.reply).toEqual(reply.bytes)
    expect(await verifyJournal(database)).toMatchObject({ holds: true, payloads: 2, problems: [] })

    await database.transaction(async (transaction) => {
      await transaction.query('set local session_replication_role = replica')
      await transaction.query(
        `insert into journal_hold select at, writer, batch + 7, compartment, piece, key_id, opener, view_length, bytes
         from journal_hold limit 1`,
      )
    })
    expect((await verifyJournal(database)).problems).toEqual([
      expect.stringContaining('1 piece of payloads'),
    ])
  })

  test('that was given up and lands late makes the next one try again behind it', async () => {
    const { database } = await openThrowaway()
    let late: (() => Promise<unknown>) | undefined
    let isSlow = false
    const journal = await openOn(
      between(database, async (statement, run) => {
        if (isBatch(statement) && isSlow) {
          isSlow = false
          late = run
          throw new Error('no answer in time')
        }
        const rows = await run()
        if (String(statement).startsWith('select number, hash') && late !== undefined) {
          const landing = late
          late = undefined
          await landing()
        }
        return rows
      }),
    )
    await journal.write(finished())
    isSlow = true
    await expect(journal.write(finished())).rejects.toMatchObject({ code: 'journal-unavailable' })
    await journal.write(finished())
    expect(late).toBeUndefined()
    expect(await database.query('select 1 from journal_message')).toHaveLength(3)
    expect(await verifyJournal(database)).toMatchObject({ holds: true, writers: 1, batches: 3 })
  })

  test('carries many records when many come', async () => {
    const { journal, database } = await openThrowaway()
    await journal.write(finished())
    const writes: Promise<void>[] = []
    // As messages come: one after the other, and not in one go.
    for (let count = 0; count < 1_000; count++) {
      writes.push(journal.write(finished()))
      await new Promise(setImmediate)
    }
    await Promise.all(writes)
    const [row] = await database.query<{ flights: number }>(
      'select count(*) as flights from journal_batch',
    )
    expect(row!.flights).toBeLessThan(1_000 / 4)
  })

  test('is waited for by ten thousand records and no more', async () => {
    const { journal, database } = await openThrowaway()
    const writes = await database.transaction(async (lock) => {
      await lock.query('lock table journal_message in access exclusive mode')
      const all = Array.from({ length: 13_000 }, () => journal.write(finished()))
      for (const write of all) write.catch(() => {}) // looked at below
      await expect(Promise.race(all)).rejects.toMatchObject({ code: 'journal-unavailable' })
      return all
    })
    const settled = await Promise.allSettled(writes)
    const written = settled.filter(({ status }) => status === 'fulfilled').length
    expect(written).toBeGreaterThanOrEqual(10_000)
    expect(await database.query('select 1 from journal_message')).toHaveLength(written)
  })
})

describe('the database', () => {
  test.each(
    [
      'journal_message',
      'journal_event',
      'journal_hold',
      'journal_payload',
      'journal_batch',
      'journal_seal',
      'journal_key',
    ].flatMap((table) => [
      `update ${table} set ${columnOf(table)} = ${columnOf(table)}`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]),
  )('refuses: %s', async (statement) => {
    const { journal, database } = await openThrowaway()
    await journal.write(finished(), { reply: { bytes: Buffer.from('<a/>') } })
    await journal.write(finished(), { reply: { bytes: Buffer.alloc(300_000) } })
    await database.query(
      `insert into journal_seal values (1, now(), '[]', sha256(''), sha256('')) on conflict do nothing`,
    )
    await expect(database.query(statement)).rejects.toThrow('append-only')
  })

  test('refuses it of each partition too', async () => {
    const { journal, database } = await openThrowaway()
    await journal.write(finished(), { reply: { bytes: Buffer.from('<a/>') } })
    const partitions = await database.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent::regclass::text like 'journal\\_%' and inhrelid::regclass::text not like '%idx'`,
    )
    const tables = partitions.filter(({ name }) =>
      /^journal_(message|event|hold|payload)_(default|\d{8})$/.test(name),
    )
    expect(tables).toHaveLength(12)
    for (const { name } of tables) {
      await expect(database.query(`truncate ${name}`), name).rejects.toThrow('append-only')
    }
  })
})

function columnOf(table: string): string {
  return table === 'journal_batch' || table === 'journal_seal'
    ? 'number'
    : table === 'journal_key'
      ? 'id'
      : 'at'
}
