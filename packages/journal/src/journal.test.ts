import { describe, expect, test } from 'vitest'
import { newSessionId } from './session-id.ts'
import { aDigest, openThrowaway, record } from './test-setup/open-throwaway.ts'

describe('a record', () => {
  test('that was awaited is there, every field of it', async () => {
    const { journal, database } = await openThrowaway()
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
      repeatOf: newSessionId(),
      waiver: 'cannot sign yet',
      httpStatus: 500,
      remoteAddress: '192.0.2.7',
    })
    await journal.write(written)
    expect(await database.query('select * from journal_message')).toEqual([
      {
        at: expect.any(Date),
        writer: expect.any(String),
        batch: 1,
        position: 2, // the first batch begins with the event that says who opened the journal
        kind: 'refused',
        instance: 'test-inner',
        session_id: written.sessionId,
        message_id: 'м-1',
        sender_id: 'client',
        service_id: 'Echo',
        certificate: written.certificate,
        registry: 7,
        digest: written.digest,
        bytes: 2048,
        stage: 'authenticate',
        fault_code: 'sender-unknown',
        detail: 'no such sender',
        repeat_of: written.repeatOf,
        waiver: 'cannot sign yet',
        http_status: 500,
        remote_address: '192.0.2.7',
        stage_times: [{ stage: 'envelope', ms: 0.25 }],
        payloads: [],
      },
    ])
  })

  test('shares its flight with others, and none is forgotten', async () => {
    const { journal, database } = await openThrowaway()
    const records = Array.from({ length: 5000 }, () => record({ kind: 'finished' }))
    await Promise.all(records.map((one) => journal.write(one)))
    const rows = await database.query<{ session_id: string }>(
      'select session_id from journal_message',
    )
    expect(rows.map((row) => row.session_id).toSorted()).toEqual(
      records.map((one) => one.sessionId).toSorted(),
    )
    const batches = await database.query('select 1 from journal_batch')
    expect(batches.length).toBeLessThan(100)
  })

  test('of a stranger cannot break the flight of others', async () => {
    const { journal, database } = await openThrowaway()
    await Promise.all([
      journal.write(
        record({
          kind: 'refused',
          messageId: `\0\ud800${'x'.repeat(100_000)}`,
          detail: '\u{1F600}'.repeat(1999),
        }),
      ),
      journal.write(record({ kind: 'refused', senderId: "'; drop table journal_message; --" })),
    ])
    expect(await database.query('select 1 from journal_message')).toHaveLength(2)
  })

  test('that cannot be written is told to every caller, and the next one goes through', async () => {
    const { journal, database } = await openThrowaway()
    await database.query('alter table journal_message rename to away')
    const outcomes = await Promise.allSettled([
      journal.write(record({ kind: 'finished' })),
      journal.write(record({ kind: 'finished' })),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(journal.write(record({ kind: 'finished' }))).rejects.toMatchObject({
      code: 'journal-unavailable',
    })
    await database.query('alter table away rename to journal_message')
    await journal.write(record({ kind: 'finished' }))
    expect(await database.query('select 1 from journal_message')).toHaveLength(1)
  })
})

describe('a payload', () => {
  test('comes back exactly as it was, its password put back', async () => {
    const { journal } = await openThrowaway()
    const sessionId = newSessionId()
    const request = Buffer.from('<a><password>secret</password></a>')
    await journal.admit(
      record({ sessionId }),
      { bytes: request, cut: [{ start: 13, end: 19 }] },
      { digest: aDigest(), windowSeconds: 600 },
      30,
    )
    const [answer, reply] = [Buffer.from('<b/>'), Buffer.from('<c><b/></c>')]
    await journal.write(record({ kind: 'finished', sessionId }), {
      answer: { bytes: answer },
      reply: { bytes: reply },
    })
    expect(await journal.outcome(sessionId)).toMatchObject({ kind: 'finished', reply })
  })
})

describe('a claim', () => {
  test('is granted once, and then names the session that has it', async () => {
    const { journal, database } = await openThrowaway()
    const claim = { digest: aDigest(), windowSeconds: 600 }
    const records = Array.from({ length: 3 }, () => record({ senderId: 'portal' }))
    const admissions = await Promise.all(
      records.map((one) => journal.admit(one, undefined, claim, 30)),
    )
    const [first] = await database.query<{ session_id: string }>(
      'select session_id from journal_message',
    )
    const repeat = {
      repeatOf: first?.session_id,
      admittedAt: expect.any(Date),
      deadline: expect.any(Date),
      senderId: 'portal',
    }
    expect(admissions).toEqual(
      records.map(({ sessionId }) =>
        sessionId === first?.session_id ? { repeatOf: undefined } : repeat,
      ),
    )
    expect(await database.query('select 1 from journal_message')).toHaveLength(1)
  })
})
