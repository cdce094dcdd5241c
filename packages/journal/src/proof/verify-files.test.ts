import { createHash, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openJournal } from '../journal.ts'
import { openJournalKey } from '../journal-key.ts'
import { type Seal, sealColumns, writeSeal } from '../seal.ts'
import { record } from '../test-setup/open-throwaway.ts'
import { archiveDay } from './archive-day.ts'
import { exportLines, headOf } from './export-lines.ts'
import { fileLines } from './journal-file.ts'
import type { Proof } from './proof.ts'
import { verifyFiles } from './verify-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'arna-journal-'))
const { privateKey: key } = generateKeyPairSync('ed25519')
const publicKey = createPublicKey(key)
const days = ['2026-11-20', '2026-11-21'] as const
let throwaway: ThrowawayDatabase
let seals: Seal[]
let exported: string[]
let archives: string[]

beforeAll(async () => {
  throwaway = await throwawayDatabase()
  const { database } = throwaway
  let now = Date.parse(`${days[0]}T12:00:00Z`)
  const time = { now: () => now, synchronise: async () => {} }
  const journal = await openJournal(database, {
    instance: 'inner',
    key: openJournalKey(join(folder, 'journal.key')),
    time,
    upkeep: false,
    onError: (error) => {
      throw error
    },
  })
  for (const _ of days) {
    const reply = { bytes: Buffer.from('<reply>Ұ</reply>'), cut: [{ start: 0, end: 3 }] }
    for (let step = 0; step < 3; step++) {
      await Promise.all(
        [1, 2, 3].map(() => journal.write(record({ kind: 'finished', messageId: 'м' }), { reply })),
      )
      await journal.event({ event: 'login', actor: 'айгүл', data: { weight: 0.1, 7: [null] } })
    }
    await writeSeal(database, time)
    now += 86_400_000
  }
  await journal.close()
  seals = await database.query<Seal>(`select ${sealColumns} from journal_seal order by number`)
  exported = await exportLines(database, { payloads: 'none' }, async (lines) => {
    const texts: string[] = []
    const head = headOf('export', { payloads: 'none' }, new Date())
    for await (const text of fileLines(head, lines)) texts.push(text)
    return texts
  })
  archives = []
  for (const day of days) {
    const path = join(folder, `${day}.gz`)
    await archiveDay(database, { day, path, key, publicKey, now: new Date() })
    archives.push(path)
  }
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await throwaway.drop()
})

/** A file of these lines, with an end that fits: whoever alters an export can compute that too. */
async function proofOf(lines: readonly string[]): Promise<Proof> {
  const path = join(folder, randomUUID())
  const body = lines.join('')
  const end = { lines: lines.length, sha256: createHash('sha256').update(body).digest('hex') }
  writeFileSync(path, `${body}${JSON.stringify({ end })}\n`)
  return verifyFiles([path], { sealFile: seals })
}

/** Every member of the JSON in a line that is no object and no array. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, member]) => leaves(member, [...path, name]))
}

function alterLeaf(line: string, nth: number): string {
  const value = JSON.parse(line)
  const paths = leaves(value)
  const path = paths[nth % paths.length]!
  const holder = path.slice(0, -1).reduce((one, name) => one[name], value)
  const leaf = holder[path.at(-1)!]
  holder[path.at(-1)!] =
    typeof leaf === 'number' ? leaf + 1 : typeof leaf === 'string' ? alterText(leaf) : 'x'
  return `${JSON.stringify(value)}\n`
}

const alterText = (text: string): string => `${text.startsWith('a') ? 'b' : 'a'}${text.slice(1)}`

describe('an export', () => {
  test('is proved without a database', async () => {
    const proof = await proofOf(exported.slice(0, -1))
    expect(proof).toMatchObject({
      holds: true,
      problems: [],
      seals: 2,
      writers: 1,
      records: 2 * 3 * 4 + 1,
      payloads: 0,
    })
  })

  test(
    'with any single thing altered, deleted, swapped or added is not',
    { timeout: 60_000 },
    async () => {
      const body = exported.slice(1, -1)
      const line = fc.nat(body.length - 1)
      const deed = fc.oneof(
        fc.record({ deed: fc.constant('alter' as const), line, leaf: fc.nat(60) }),
        fc.record({
          deed: fc.constantFrom('delete' as const, 'repeat' as const, 'swap' as const),
          line,
        }),
      )
      await fc.assert(
        fc.asyncProperty(deed, async (what) => {
          const lines = [...body]
          const at = what.deed === 'swap' ? Math.min(what.line, lines.length - 2) : what.line
          const isSeal = [lines[at], lines[at + 1]].map((text) => text?.startsWith('{"seal"'))
          // Whether a seal stands before or behind a batch says nothing.
          fc.pre(what.deed !== 'swap' || isSeal[0] === isSeal[1])
          if (what.deed === 'alter') lines[at] = alterLeaf(lines[at]!, what.leaf)
          else if (what.deed === 'delete') lines.splice(at, 1)
          else if (what.deed === 'repeat') lines.splice(at, 0, lines[at]!)
          else lines.splice(at, 2, lines[at + 1]!, lines[at]!)
          expect(await proofOf([exported[0]!, ...lines])).toMatchObject({ holds: false })
        }),
        { numRuns: 200 },
      )
    },
  )

  test.each([
    ['without its end', (lines: string[]) => lines.slice(0, -1), 'was cut off'],
    ['with lines after its end', (lines: string[]) => [...lines, '{}\n'], 'goes on after its end'],
    [
      'with a line that is none',
      (lines: string[]) => lines.toSpliced(3, 0, 'x\n'),
      'cannot be read',
    ],
    [
      'with a line of the wrong kind',
      (lines: string[]) => lines.toSpliced(3, 0, '{"batch":{}}\n'),
      'altered',
    ],
  ])('%s is broken', async (_, change, reason) => {
    const path = join(folder, randomUUID())
    writeFileSync(path, change([...exported]).join(''))
    const { problems } = await verifyFiles([path])
    expect(problems.join('\n')).toContain(reason)
  })

  test.each(['', '{}', 'null\n', '{"head":null}\n', '\u001f\u008b'])(
    'is not mistaken for %j',
    async (text) => {
      const path = join(folder, randomUUID())
      writeFileSync(path, text)
      await expect(verifyFiles([path])).rejects.toThrow('is no export or archive of a journal')
    },
  )
})

describe('an archive', () => {
  test('of one day or of several is proved, payloads too', async () => {
    const keys = [publicKey]
    expect(await verifyFiles(archives.toReversed(), { keys, sealFile: seals })).toMatchObject({
      holds: true,
      problems: [],
      payloads: 18,
      beginsInTheMiddle: 0,
    })
    expect(await verifyFiles([archives[1]!], { keys })).toMatchObject({
      holds: true,
      payloads: 9,
      beginsInTheMiddle: 1,
    })
  })

  test('in which a byte was flipped is not, whichever it was', async () => {
    const text = gunzipSync(readFileSync(archives[0]!))
    const ofEnd = text.length - text.lastIndexOf('{"end":')
    const place = fc.oneof(
      fc.nat(text.length - 1),
      fc.nat(ofEnd - 1).map((back) => text.length - 1 - back),
    )
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const path = join(folder, randomUUID())
        const altered = Buffer.from(text)
        altered[at]! ^= 1 << bit
        writeFileSync(path, gzipSync(altered))
        // A head that says nothing any more is no archive at all.
        const holds = await verifyFiles([path], { keys: [publicKey] }).then(
          (proof) => proof.holds,
          () => false,
        )
        expect(holds).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  test('that is damaged or not there is told by its name', async () => {
    const path = join(folder, 'half.gz')
    const whole = readFileSync(archives[0]!)
    writeFileSync(path, whole.subarray(0, whole.length >> 1))
    await expect(verifyFiles([path])).rejects.toThrow(
      `${path} cannot be read: unexpected end of file`,
    )
    const gone = join(folder, 'gone.gz')
    await expect(verifyFiles([gone])).rejects.toThrow(`${gone} cannot be read: ENOENT`)
  })

  test('whose stored payload was altered is told apart from its record', async () => {
    const lines = gunzipSync(readFileSync(archives[0]!)).toString().split('\n').slice(0, -2)
    const body = lines.map((line) =>
      line.startsWith('{"hold":') ? line.replace(/"bytes":"../, '"bytes":"//') : line,
    )
    const { problems } = await proofOf(body.map((line) => `${line}\n`))
    expect(problems[0]).toMatch(
      /^the payloads of batch 1 of writer .+ were altered: they are not those that were stored/,
    )
  })

  test('signed by a stranger is not believed', async () => {
    const stranger = generateKeyPairSync('ed25519').publicKey
    const { problems } = await verifyFiles([archives[0]!], { keys: [stranger] })
    expect(problems).toEqual([
      expect.stringMatching(/is not believed: it is signed with the key .+, which was not given$/),
    ])
  })

  test('of a day that is not whole is not made', async () => {
    const { database } = throwaway
    await database.query('alter table journal_message detach partition journal_message_20261121')
    const path = join(folder, 'broken.gz')
    const order = { day: days[1], path, key, publicKey, now: new Date() }
    const proof = await archiveDay(database, order)
    await database.query(
      `alter table journal_message attach partition journal_message_20261121 for values from ('2026-11-21 00:00+00') to ('2026-11-22 00:00+00')`,
    )
    expect(proof.problems[0]).toMatch(/^9 records of 2026-11-21 are missing/)
    expect(() => readFileSync(path)).toThrow('ENOENT')
  })
})

test('a file that unpacks to one endless line is given up, and not held in memory', async () => {
  const path = join(folder, 'bomb.jsonl.gz')
  const million = gzipSync(Buffer.alloc(1_000_000, 'x'))
  writeFileSync(path, Buffer.concat(Array.from({ length: 100 }, () => million)))
  await expect(verifyFiles([path])).rejects.toThrow('is longer than 16777216 bytes')
})
