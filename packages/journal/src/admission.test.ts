import { describe, expect, onTestFinished, test } from 'vitest'
import { forgetExpired } from './admission.ts'
import { type Journal, openJournal } from './journal.ts'
import { verifyJournal } from './proof/verify-journal.ts'
import { sweepOutcomes } from './sweep-outcomes.ts'
import { aDigest, openThrowaway, record } from './test-setup/open-throwaway.ts'
import { testLane } from './test-setup/test-lane.ts'

async function openTwo() {
  const one = await openThrowaway()
  const other = await openJournal(one.database, {
    instance: 'test-outer',
    key: one.key,
    upkeep: false,
    onError: () => {},
  })
  onTestFinished(() => other.close())
  const lane = await testLane(one.database)
  const sweep = (): Promise<number> =>
    sweepOutcomes({ database: one.database, nextLane: () => lane })
  return { ...one, journals: [one.journal, other] as const, sweep }
}

/** Window and deadline are over as soon as it is there. */
const admitBriefly = (journal: Journal, digest: Buffer, sessionId?: string) =>
  journal.admit(
    record({ senderId: 'portal', messageId: 'm-1', ...(sessionId && { sessionId }) }),
    undefined,
    { digest, windowSeconds: 0 },
    0,
  )

describe('a claim', () => {
  test('has one winner among all processes, whatever the order in which they ask', async () => {
    const { journals, database } = await openTwo()
    const digests = Array.from({ length: 64 }, aDigest)
    const claim = (journal: Journal, digest: Buffer) =>
      journal.admit(record(), undefined, { digest, windowSeconds: 600 }, 30)
    const admissions = await Promise.all([
      ...digests.map((digest) => claim(journals[0], digest)),
      ...digests.toReversed().map((digest) => claim(journals[1], digest)),
    ])
    const winners = admissions.filter(({ repeatOf }) => repeatOf === undefined)
    expect(winners).toHaveLength(64)
    const rows = await database.query<{ session_id: string }>('select session_id from admission')
    const sessions = new Set(rows.map((row) => row.session_id))
    expect(sessions.size).toBe(64)
    const repeated = admissions.flatMap(({ repeatOf }) => repeatOf ?? [])
    expect(new Set(repeated)).toEqual(sessions)
    expect(await database.query('select 1 from journal_message')).toHaveLength(64)
    expect(await verifyJournal(database)).toMatchObject({ holds: true })
  })

  test('is free again when its window is over and its outcome known, not before', async () => {
    const { journals, sweep } = await openTwo()
    const digest = aDigest()
    const first = record()
    await admitBriefly(journals[0], digest, first.sessionId)
    expect(await admitBriefly(journals[1], digest)).toMatchObject({ repeatOf: first.sessionId })
    await journals[0].write(record({ kind: 'finished', sessionId: first.sessionId }))
    expect(await sweep()).toBe(0)
    expect(await admitBriefly(journals[1], digest)).toEqual({ repeatOf: undefined })
  })

  test('is set free by a refusal that the provider never saw', async () => {
    const { journals } = await openTwo()
    const claim = { digest: aDigest(), windowSeconds: 600 }
    const first = record()
    await journals[0].admit(first, undefined, claim, 30)
    const refusal = record({ kind: 'refused', sessionId: first.sessionId })
    await journals[0].write(refusal, {}, { releasesClaim: true })
    expect(await journals[1].admit(record(), undefined, claim, 30)).toEqual({ repeatOf: undefined })
  })

  test('of a large message that is a repeat leaves nothing behind', async () => {
    const { journals, database } = await openTwo()
    const claim = { digest: aDigest(), windowSeconds: 600 }
    const payload = { bytes: Buffer.alloc(600_000, 'x') }
    const first = record()
    const admissions = await Promise.all([
      journals[0].admit(first, payload, claim, 30),
      journals[1].admit(record(), payload, claim, 30),
      journals[1].admit(record(), payload, claim, 30),
    ])
    expect(admissions.filter(({ repeatOf }) => repeatOf === undefined)).toHaveLength(1)
    expect(await database.query('select 1 from journal_message')).toHaveLength(1)
    expect(await database.query('select 1 from journal_payload')).toHaveLength(3)
    expect(await verifyJournal(database)).toMatchObject({ holds: true, payloads: 1 })
  })

  test('without a window asks for nothing, and its outcome is watched all the same', async () => {
    const { journals, sweep } = await openTwo()
    const first = record()
    await journals[0].admit(first, undefined, undefined, 0)
    expect(await journals[0].admit(record(), undefined, undefined, 30)).toEqual({
      repeatOf: undefined,
    })
    expect(await sweep()).toBe(1)
    expect(await journals[0].outcome(first.sessionId)).toMatchObject({ kind: 'unknown' })
  })

  test('that is over is forgotten once its outcome is known', async () => {
    const { journals, sweep, database } = await openTwo()
    await admitBriefly(journals[0], aDigest())
    expect(await forgetExpired(database)).toBe(0)
    await sweep()
    expect(await forgetExpired(database)).toBe(1)
    expect(await database.query('select 1 from admission')).toEqual([])
  })
})

describe('an outcome', () => {
  test('is swept with those that are due now, though more become due all the time', async () => {
    const { database, journals } = await openTwo()
    const [journal] = journals
    const lane = await testLane(database)
    const done = async (): Promise<void> => {
      const { sessionId } = record()
      await admitBriefly(journal, aDigest(), sessionId)
      await journal.write(record({ kind: 'finished', sessionId }))
    }
    await done()
    let swept = 0
    const busy: typeof database = {
      ...database,
      query: async (statement, values) => {
        const rows = await database.query(statement, values)
        if (typeof statement === 'string' && statement.includes('set settled = true')) {
          if (++swept > 20) throw new Error('the sweep does not end')
          await done()
        }
        return rows as never[]
      },
    }
    expect(await sweepOutcomes({ database: busy, nextLane: () => lane })).toBe(0)
    expect(swept).toBeGreaterThan(0)
  })

  test('that is missing at the deadline is journaled as unknown, once, whoever sweeps', async () => {
    const { journals, database, sweep } = await openTwo()
    const first = record({ sessionId: record().sessionId })
    await admitBriefly(journals[0], aDigest(), first.sessionId)
    const lane = await testLane(database)
    const others = [sweep(), sweepOutcomes({ database, nextLane: () => lane }), sweep()]
    const counts = await Promise.all(others)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1)
    expect(await sweep()).toBe(0)
    const rows = await database.query(`select * from journal_message where kind = 'unknown'`)
    expect(rows).toMatchObject([
      {
        session_id: first.sessionId,
        message_id: 'm-1',
        sender_id: 'portal',
        stage: 'deliver',
        fault_code: 'outcome-unknown',
      },
    ])
    expect(await verifyJournal(database)).toMatchObject({ holds: true })
  })

  test('is found for thousands that are due at once', async () => {
    const { journals, sweep, database } = await openTwo()
    const records = Array.from({ length: 4500 }, () => record())
    await Promise.all(records.map((one) => journals[0].admit(one, undefined, undefined, 0)))
    const [lost, ...others] = records
    await Promise.all(
      others.map(({ sessionId }) => journals[1].write(record({ kind: 'finished', sessionId }))),
    )
    expect(await sweep()).toBe(1)
    expect(await journals[0].outcome(lost!.sessionId)).toMatchObject({ kind: 'unknown' })
    expect(await database.query('select 1 from admission where not settled')).toEqual([])
    expect(await forgetExpired(database)).toBe(4500)
    expect(await database.query('select 1 from admission')).toEqual([])
  })

  test('that comes late wins over unknown', async () => {
    const { journals, sweep } = await openTwo()
    const first = record()
    await admitBriefly(journals[0], aDigest(), first.sessionId)
    await sweep()
    expect(await journals[1].outcome(first.sessionId)).toMatchObject({
      kind: 'unknown',
      faultCode: 'outcome-unknown',
    })
    const reply = Buffer.from('<late/>')
    await journals[0].write(
      record({ kind: 'finished', sessionId: first.sessionId, httpStatus: 200 }),
      {
        reply: { bytes: reply },
      },
    )
    expect(await journals[1].outcome(first.sessionId)).toMatchObject({
      kind: 'finished',
      httpStatus: 200,
      reply,
    })
  })

  test('is unknown to nobody while the message is under way', async () => {
    const { journals, sweep } = await openTwo()
    const first = record()
    await journals[0].admit(first, undefined, { digest: aDigest(), windowSeconds: 600 }, 30)
    expect(await sweep()).toBe(0)
    expect(await journals[0].outcome(first.sessionId)).toBeUndefined()
  })
})
