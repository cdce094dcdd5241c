import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gatherEvidence, findExchanges, viewExchange } from './evidence.ts'
import { deriveKey } from './journal-key.ts'
import { divide, readView, rejoin } from './payload.ts'
import { openPayloadCipher } from './payload-cipher.ts'
import { sealPieces, unseal } from './pieces.ts'
import { verifyJournal } from './proof/verify-journal.ts'
import { newSessionId } from './session-id.ts'
import { sharedStretch } from './shared-stretch.ts'
import { aDigest, openThrowaway, record } from './test-setup/open-throwaway.ts'
import { createDecipheriv, hash } from 'node:crypto'

const joined = (parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts)

describe('a payload that was divided', () => {
  test('is the same again, whatever was cut out and however it came in parts', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(parts, fc.array(fc.nat(200), { maxLength: 8 }), (bytes, numbers) => {
        const whole = joined(bytes)
        const edges = numbers.map((number) => number % (whole.length + 1)).toSorted((a, b) => a - b)
        const cut = Array.from({ length: edges.length >> 1 }, (_, index) => ({
          start: edges[index * 2]!,
          end: edges[index * 2 + 1]!,
        }))
        const { view, viewLength, cut: removed } = divide({ bytes, cut })
        const text = joined(view)
        expect(text.length).toBe(viewLength)
        expect(rejoin(readView(text), removed, undefined).equals(whole)).toBe(true)
      }),
    )
  })

  test.each([
    [[{ start: 5, end: 4 }]],
    [[{ start: 0, end: 11 }]],
    [[{ start: -1, end: 2 }]],
    [
      [
        { start: 4, end: 6 },
        { start: 5, end: 7 },
      ],
    ],
    [[{ start: Number.NaN, end: 7 }]],
  ])('is refused when its cuts are %j', (cut) => {
    expect(() => divide({ bytes: Buffer.alloc(10), cut })).toThrow(TypeError)
  })
})

describe('a reply', () => {
  test.each([false, true])(
    'is given only for the claim that it answers, wherever a repeat is led (shared: %s)',
    async (isShared) => {
      const { journal, database } = await openThrowaway()
      const [mine, theirs] = [aDigest(), aDigest()]
      const bytes = randomBytes(isShared ? 40_000 : 40)
      const sessionId = newSessionId()
      const claim = { digest: mine, windowSeconds: 600 }
      await journal.admit(record({ sessionId }), undefined, claim, 30)
      await journal.write(record({ kind: 'finished', sessionId }), {
        ...(isShared && { answer: { bytes } }),
        reply: { bytes, answers: mine },
      })
      // As the owner of the database may: the claim of others now leads to this session.
      await database.query('update admission set digest = $1', [theirs])
      const again = record({ sessionId: newSessionId() })
      const led = await journal.admit(again, undefined, { ...claim, digest: theirs }, 30)
      expect(led.repeatOf).toBe(sessionId)
      expect((await journal.outcome(sessionId, theirs))?.reply).toBeUndefined()
      expect((await journal.outcome(sessionId, mine))?.reply).toEqual(bytes)
    },
  )

  test('that names no claim is no answer to one', async () => {
    const { journal } = await openThrowaway()
    const sessionId = newSessionId()
    const reply = { bytes: Buffer.from('<a/>') }
    await journal.write(record({ kind: 'finished', sessionId }), { reply })
    expect((await journal.outcome(sessionId, aDigest()))?.reply).toBeUndefined()
    expect((await journal.outcome(sessionId))?.reply).toEqual(reply.bytes)
  })

  test('shares with the answer only what is the same, byte by byte', () => {
    const size = fc.integer({ min: 0, max: 40_000 })
    fc.assert(
      fc.property(size, size, size, size, fc.boolean(), (a, b, c, d, isMonotonous) => {
        const carried = isMonotonous ? Buffer.alloc(40_000, 'ab') : randomBytes(40_000)
        const answer = Buffer.concat([randomBytes(a), carried, randomBytes(b)])
        const reply = Buffer.concat([randomBytes(c), carried, randomBytes(d)])
        const stretch = sharedStretch({ bytes: reply }, { bytes: answer })
        const { view, viewLength } = divide({ bytes: reply }, stretch)
        expect(rejoin(readView(joined(view)), undefined, answer).equals(reply)).toBe(true)
        // A monotonous text may be found at another place than the one it came from.
        const isFound = stretch === undefined || isMonotonous
        expect(isFound ? 0 : viewLength).toBeLessThan(c + d + 100)
      }),
      { numRuns: 50 },
    )
  })
})

/** One exchange of 10 MB both ways. */
async function largeExchange() {
  const opened = await openThrowaway()
  const { journal } = opened
  const sessionId = newSessionId()
  const carried = Buffer.from(randomBytes(7_500_000).toString('base64'))
  const request = Buffer.concat([Buffer.from('<password>s3cret</password>'), carried])
  const reply = Buffer.concat([Buffer.from('<reply>'), carried, Buffer.from('</reply>')])
  const answer = Buffer.concat([Buffer.from('<answer>'), carried, Buffer.from('</answer>')])
  await journal.admit(
    record({ sessionId, digest: hash('sha256', request, 'hex') }),
    {
      bytes: [request.subarray(0, 1_000_000), request.subarray(1_000_000)],
      cut: [{ start: 10, end: 16 }],
    },
    { digest: aDigest(), windowSeconds: 600 },
    30,
  )
  await journal.write(
    record({ kind: 'finished', sessionId, digest: hash('sha256', reply, 'hex') }),
    {
      answer: { bytes: answer },
      reply: { bytes: reply },
    },
  )
  const [exchange] = await findExchanges(opened.database, sessionId)
  return { ...opened, sessionId, request, answer, reply, exchange: exchange! }
}

/** As the owner of the database can. */
const asOwner = (statement: string): string[] => [
  'set local session_replication_role = replica',
  statement,
]

describe('a payload of 10 MB', () => {
  test('is re-joined exactly, and what the reply shares with the answer is stored once', async () => {
    const { database, key, exchange, request, answer, reply, journal, sessionId } =
      await largeExchange()
    const { payloads } = await gatherEvidence(database, exchange, key)
    expect(payloads.request?.equals(request)).toBe(true)
    expect(payloads.answer?.equals(answer)).toBe(true)
    expect(payloads.reply?.equals(reply)).toBe(true)
    expect((await journal.outcome(sessionId))?.reply?.equals(reply)).toBe(true)
    expect(
      await database.query(
        'select direction, count(*), max(length(view)) <= 262144 + 28 as small from journal_payload group by direction order by direction',
      ),
    ).toEqual([
      { direction: 'answer', count: 39, small: true },
      { direction: 'reply', count: 1, small: true },
      { direction: 'request', count: 39, small: true },
    ])
    expect(await verifyJournal(database)).toMatchObject({ holds: true, payloads: 3 })
  })

  test.each([
    [
      'altered',
      `update journal_payload set view = set_byte(view, 1000, get_byte(view, 1000) # 1) where direction = 'answer' and piece = 7`,
    ],
    [
      'swapped',
      `update journal_payload set piece = 15 - piece where direction = 'answer' and piece in (7, 8)`,
    ],
    ['cut off', `delete from journal_payload where direction = 'answer' and piece = 38`],
    [
      'moved',
      `update journal_payload set direction = case direction when 'answer' then 'request' else 'answer' end where direction <> 'reply'`,
    ],
  ])('whose pieces were %s is refused', async (_, deed) => {
    const { database, key, exchange } = await largeExchange()
    await database.transaction(async (transaction) => {
      for (const statement of asOwner(deed)) await transaction.query(statement)
    })
    await expect(gatherEvidence(database, exchange, key)).rejects.toThrow(
      /was altered since it was stored, or its key is another one/,
    )
    expect(await verifyJournal(database)).toMatchObject({ holds: false })
  })
})

describe('a password', () => {
  const password = 'Құпия-7-өте-жасырын'

  async function journaled() {
    const opened = await openThrowaway()
    const bytes = Buffer.from(`<a><password>${password}</password></a>`)
    const start = bytes.indexOf(password)
    const cut = [{ start, end: start + Buffer.byteLength(password) }]
    const sessionId = newSessionId()
    await opened.journal.admit(record({ sessionId }), { bytes, cut }, undefined, 30)
    return { ...opened, bytes, sessionId }
  }

  test('stands in no table in clear', async () => {
    const { database } = await journaled()
    const tables = await database.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    )
    expect(tables.length).toBeGreaterThan(10)
    const secret = Buffer.from(password)
    const forms = [password, secret.toString('hex'), secret.toString('base64').slice(0, -4)]
    for (const { name } of tables) {
      const rows = await database.query(`select * from ${name}`)
      const text = JSON.stringify(rows, (_, value: unknown) =>
        value instanceof Object && 'type' in value && value.type === 'Buffer'
          ? Buffer.from((value as unknown as { data: number[] }).data).toString('hex')
          : value,
      )
      for (const form of forms) expect(text, name).not.toContain(form)
    }
  })

  test('is not in what the view key decrypts, and the view key does not decrypt it', async () => {
    const { database, key } = await journaled()
    const [row] = await database.query<{
      bytes: Buffer
      view_length: number
      opener: string
      writer: string
      session_id: string
    }>(
      'select h.bytes, view_length, opener, writer, session_id from journal_hold h join journal_message using (writer, batch)',
    )
    const { bytes, view_length: length, opener, writer, session_id: session } = row!
    const [view, cut] = [bytes.subarray(0, length), bytes.subarray(length)]
    const viewKey = deriveKey(key.secrets.get(key.current)!, 'view', opener)
    const decrypt = (sealed: Buffer, about: string): Buffer => {
      const decipher = createDecipheriv('aes-256-gcm', viewKey, sealed.subarray(0, 12))
      decipher.setAAD(Buffer.from(about))
      decipher.setAuthTag(sealed.subarray(-16))
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
    }
    expect(decrypt(view, `hold ${writer} 1 0 view`).toString()).toBe(
      `[["${session}","request",41]]\n{"cut":[13]}\n<a><password></password></a>`,
    )
    expect(() => decrypt(cut, `hold ${writer} 1 0 cut`)).toThrow('unable to authenticate data')
  })

  test('shows as cut out, and is put back only as evidence', async () => {
    const { database, key, sessionId, bytes } = await journaled()
    const [exchange] = await findExchanges(database, `{${sessionId.toUpperCase()}}`)
    const views = await viewExchange(database, exchange!, key, '[cut]')
    expect(views.request?.toString()).toBe('<a><password>[cut]</password></a>')
    const evidence = await gatherEvidence(database, exchange!, key)
    expect(evidence.payloads.request?.equals(bytes)).toBe(true)
  })
})

describe('a piece', () => {
  test('never has the nonce of another', async () => {
    const { key } = await openThrowaway()
    const cipher = openPayloadCipher(key)
    const payload = { bytes: Buffer.alloc(600_000), cut: [{ start: 1, end: 2 }] }
    const nonces = Array.from({ length: 200 }, () => [
      ...sealPieces(cipher, 's', 'request', payload),
    ])
      .flat()
      .flatMap(({ view, cut }) => [view, ...(cut ? [cut] : [])])
      .map((bytes) => bytes.toString('hex', 0, 12))
    expect(nonces).toHaveLength(800)
    expect(new Set(nonces).size).toBe(800)
  })

  test('is bound to its session, its direction, its place and its key', async () => {
    const { key } = await openThrowaway()
    const bytes = Buffer.from('x')
    const [piece] = [...sealPieces(openPayloadCipher(key), 's', 'request', { bytes })]
    expect(unseal(key, piece!, 1, 'view').toString()).toBe('\nx')
    for (const other of [
      { ...piece!, sessionId: 't' },
      { ...piece!, direction: 'reply' as const },
      { ...piece!, piece: 1 },
      { ...piece!, opener: 'another' },
    ]) {
      expect(() => unseal(key, other, 1, 'view')).toThrow('was altered since it was stored')
    }
    expect(() => unseal(key, piece!, 2, 'view')).toThrow('was altered since it was stored')
    expect(() => unseal(key, { ...piece!, keyId: 'gone' }, 1, 'view')).toThrow('does not hold')
  })

  test('is not taken by a journal without a key', async () => {
    const { journal } = await openThrowaway({ key: undefined })
    const large = { reply: { bytes: Buffer.alloc(600_000) } }
    await expect(journal.write(record({ kind: 'finished' }), large)).rejects.toThrow(
      'without a key',
    )
    const small = { reply: { bytes: Buffer.alloc(6) } }
    await expect(journal.write(record({ kind: 'finished' }), small)).rejects.toThrow(
      'without a key',
    )
  })
})
