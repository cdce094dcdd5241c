import { randomUUID } from 'node:crypto'
import { throwawayDatabase } from '@arna/testing'
import { expect, onTestFinished, test } from 'vitest'
import type { JournalRecord } from '../exchange.ts'
import { postgresJournal } from './postgres-journal.ts'

const record = (fields: Partial<JournalRecord> = {}): JournalRecord => ({
  kind: 'admitted',
  sessionId: randomUUID(),
  stageTimes: [{ stage: 'envelope', ms: 0.25 }],
  ...fields,
})

async function open() {
  const throwaway = await throwawayDatabase()
  onTestFinished(() => throwaway.drop())
  return { ...throwaway, journal: postgresJournal(throwaway.database, 'test-inner') }
}

test('a record that was awaited is there, every field of it', async () => {
  const { journal, database } = await open()
  const written = record({
    kind: 'refused',
    messageId: 'м-1',
    senderId: 'client',
    serviceId: 'Echo',
    certificate: 'ab'.repeat(32),
    registryNumber: 7,
    digest: 'cd'.repeat(32),
    bytes: 2048,
    stage: 'authenticate',
    faultCode: 'sender-unknown',
    detail: 'no such sender',
  })
  await journal.write(written)

  const rows = await database.query('select * from journal')
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({
    instance: 'test-inner',
    kind: 'refused',
    session_id: written.sessionId,
    message_id: 'м-1',
    sender_id: 'client',
    service_id: 'Echo',
    certificate: written.certificate,
    digest: written.digest,
    bytes: 2048,
    stage: 'authenticate',
    fault_code: 'sender-unknown',
    detail: 'no such sender',
    stage_times: [{ stage: 'envelope', ms: 0.25 }],
  })
  expect(Number(rows[0]?.['registry'])).toBe(7)
})

test('many callers share a flight and none is forgotten', async () => {
  const { journal, database } = await open()
  const records = Array.from({ length: 5000 }, () => record())
  await Promise.all(records.map((one) => journal.write(one)))

  const rows = await database.query<{ session_id: string; xact: string }>(
    'select session_id, xmin::text as xact from journal',
  )
  expect(new Set(rows.map((row) => row.session_id))).toEqual(
    new Set(records.map((one) => one.sessionId)),
  )
  expect(new Set(rows.map((row) => row.xact)).size).toBeLessThan(100)
})

test('what a stranger claims cannot break the batch of others', async () => {
  const { journal, database } = await open()
  await Promise.all([
    journal.write(
      record({ messageId: `\0${'x'.repeat(100_000)}`, detail: '\u{1F600}'.repeat(999) }),
    ),
    journal.write(record({ messageId: 'good', senderId: "'; drop table journal; --" })),
  ])
  expect(await database.query('select 1 from journal')).toHaveLength(2)
})

test('a database that is away is told to every caller, and the next record goes through when it is back', async () => {
  const { journal, database } = await open()
  await database.query('alter table journal rename to journal_away')
  const outcomes = await Promise.allSettled([journal.write(record()), journal.write(record())])
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
  await expect(journal.write(record())).rejects.toMatchObject({ code: 'journal-unavailable' })

  await database.query('alter table journal_away rename to journal')
  await journal.write(record())
  expect(await database.query('select 1 from journal')).toHaveLength(1)
})

test('a journal that is slow is waited for by ten thousand records and no more', async () => {
  const { journal, database } = await open()
  const outcomes = await database.transaction(async (lock) => {
    await lock.query('lock table journal in access exclusive mode')
    const writes = Array.from({ length: 13_000 }, () => journal.write(record()))
    for (const write of writes) write.catch(() => {}) // looked at below
    await expect(Promise.race(writes)).rejects.toMatchObject({ code: 'journal-unavailable' })
    return writes
  })
  const settled = await Promise.allSettled(outcomes)
  const written = settled.filter(({ status }) => status === 'fulfilled').length
  expect(written).toBeGreaterThanOrEqual(10_000)
  expect(await database.query('select 1 from journal')).toHaveLength(written)
})

test.each(['update journal set detail = null', 'delete from journal', 'truncate journal'])(
  'the database refuses: %s',
  async (statement) => {
    const { journal, database } = await open()
    await journal.write(record())
    await expect(database.query(statement)).rejects.toThrow('append-only')
    expect(await database.query('select 1 from journal')).toHaveLength(1)
  },
)
