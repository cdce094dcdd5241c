import { join } from 'node:path'
import type { Transaction } from '@arna/database'
import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openJournalKey } from '../journal-key.ts'
import { type Journal, openJournal } from '../journal.ts'
import { openSealFile, readSeals } from '../seal-file.ts'
import { type Seal, writeSeal } from '../seal.ts'
import { newSessionId } from '../session-id.ts'
import { keepTime } from '../time-keeper.ts'
import { aDigest, record } from '../test-setup/open-throwaway.ts'
import {
  alterColumn,
  asOwner,
  deleteRow,
  guardedColumns,
  insertRow,
  swapRows,
} from '../test-setup/tamper.ts'
import type { Proof } from './proof.ts'
import { verifyJournal, verifyWithin } from './verify-journal.ts'

let throwaway: ThrowawayDatabase
let sealFile: Seal[]
const folder = mkdtempSync(join(tmpdir(), 'arna-journal-'))

const tables = [
  'journal_message',
  'journal_event',
  'journal_hold',
  'journal_payload',
  'journal_batch',
  'journal_seal',
]

async function exchange(journal: Journal, text: string): Promise<void> {
  const sessionId = newSessionId()
  const request = Buffer.from(`<a><password>secret</password>${text}</a>`)
  await journal.admit(
    record({ sessionId, messageId: text.slice(0, 20), senderId: 'portal', bytes: request.length }),
    { bytes: request, cut: [{ start: 13, end: 19 }] },
    { digest: aDigest(), windowSeconds: 600 },
    30,
  )
  await journal.write(record({ kind: 'finished', sessionId }), {
    answer: { bytes: Buffer.from(`<b>${text}</b>`) },
    reply: { bytes: Buffer.from(`<c><b>${text}</b></c>`) },
  })
}

beforeAll(async () => {
  throwaway = await throwawayDatabase()
  const key = openJournalKey(join(folder, 'journal.key'))
  const sealPath = join(folder, 'seals.jsonl')
  const file = openSealFile(sealPath)
  const time = await keepTime(throwaway.database)
  const onError = (error: unknown): void => {
    throw error
  }
  const open = (instance: string): Promise<Journal> =>
    openJournal(throwaway.database, { instance, key, upkeep: false, onError })
  const journals = await Promise.all([open('inner'), open('outer')])
  for (const round of ['one', 'two', 'three']) {
    await Promise.all(
      journals.flatMap((journal, index) =>
        Array.from({ length: 4 }, (_, nth) => exchange(journal, `${round} ${index} ${nth}`)),
      ),
    )
    // One that takes several rows of a hold, and one in pieces of its own.
    for (const size of [30_000, 300_000]) await exchange(journals[1], round.padEnd(size))
    await journals[0].event({ event: 'login', actor: 'айгүл', data: { round } })
    await writeSeal(throwaway.database, time)
    await file.copy(throwaway.database)
  }
  for (const journal of journals) await journal.close()
  sealFile = await readSeals(sealPath)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await throwaway.drop()
})

/** What a proof says after the owner of the database has done something; nothing of it stays. */
async function after(deed: (transaction: Transaction) => Promise<unknown>): Promise<Proof> {
  let proof: Proof | undefined
  const undone = new Error('undone')
  await throwaway.database
    .transaction(async (transaction) => {
      await asOwner(transaction)
      await deed(transaction)
      proof = await verifyWithin(transaction, { sealFile })
      throw undone
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error
    })
  return proof!
}

describe('a journal that nobody touched', () => {
  test('is proved, with how much of it', async () => {
    const proof = await verifyJournal(throwaway.database, { sealFile })
    expect(proof).toMatchObject({
      holds: true,
      problems: [],
      remarks: [],
      seals: 3,
      writers: 2,
      records: 2 * 30 + 3 + 2,
      payloads: 3 * 30,
      sealedUntil: sealFile.at(-1)?.at,
    })
  })
})

describe('what the owner of the database did is found:', () => {
  test('every column of every row that was altered', async () => {
    const columns = await guardedColumns(throwaway.database)
    expect(columns).toHaveLength(62)
    for (const column of columns) {
      const proof = await after((transaction) => alterColumn(transaction, column, 5, 3))
      expect(proof, `${column.table}.${column.column}`).toMatchObject({ holds: false })
    }
  })

  test('whatever single thing it was', { timeout: 120_000 }, async () => {
    const columns = await guardedColumns(throwaway.database)
    const row = fc.nat(200)
    const table = fc.constantFrom(...tables)
    const deed = fc.oneof(
      fc.record({
        deed: fc.constant('alter' as const),
        column: fc.constantFrom(...columns),
        row,
        seed: fc.nat(100_000),
      }),
      fc.record({ deed: fc.constant('delete' as const), table, row }),
      fc.record({ deed: fc.constant('insert' as const), table, row }),
      fc.record({
        deed: fc.constant('swap' as const),
        table,
        row,
        distance: fc.integer({ min: 1, max: 2 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(deed, async (what) => {
        const proof = await after((transaction) => {
          if (what.deed === 'alter')
            return alterColumn(transaction, what.column, what.row, what.seed)
          if (what.deed === 'delete') return deleteRow(transaction, what.table, what.row)
          if (what.deed === 'insert') return insertRow(transaction, what.table, what.row)
          return swapRows(transaction, what.table, what.row, what.row + what.distance)
        })
        expect(proof.holds).toBe(false)
        expect(proof.problems[0]).toMatch(
          /altered|missing|added|twice|another one|names one before it/,
        )
      }),
      { numRuns: 150 },
    )
  })

  test.each([
    `update journal_batch set at = '9999-12-31T23:59:59Z' where number = 1`,
    `update journal_batch set at = 'infinity' where number = 2`,
    `update journal_batch set at = '4713-01-01 BC' where number = 2`,
    `update journal_message set at = 'infinity' where batch = 2`,
    `update journal_message set registry = 9223372036854775807`,
    `update journal_message set payloads = '[{"direction":"request","pieces":"x"}, null]'`,
    `update journal_message set payloads = '{}'`,
    `update journal_seal set heads = '[null]' where number = 1`,
    `update journal_seal set at = '-infinity' where number = 1`,
    `update journal_batch set digests = digests || digests`,
    `update journal_batch set digests = '', hash = sha256('') where number = 1`,
    `update journal_event set event = 'journal-dropped', data = '[]'`,
    `update journal_event set event = 'journal-dropped', data = '{"carried": 7, "dropped": null}'`,
    `update journal_event set event = 'journal-dropped', data = 'null'`,
  ])('nonsense, without losing its way: %s', async (statement) => {
    const { holds, problems } = await after((transaction) => transaction.query(statement))
    expect({ holds, told: problems.length > 0 }).toEqual({ holds: false, told: true })
  })

  test('the end of a chain that was cut off, since a seal has seen it', async () => {
    const proof = await after(async (transaction) => {
      const [last] = await transaction.query<{ writer: string; number: number }>(
        'select writer, number from journal_batch order by number desc limit 1',
      )
      const values = [last!.writer, last!.number]
      await transaction.query('delete from journal_batch where writer = $1 and number = $2', values)
      await transaction.query(
        'delete from journal_message where writer = $1 and batch = $2',
        values,
      )
      await transaction.query('delete from journal_event where writer = $1 and batch = $2', values)
    })
    expect(proof.problems.join('\n')).toMatch(/is missing: seal \d \(.+\) has seen it/)
  })

  test('a whole new chain of seals, since the seal file has the old one', async () => {
    const proof = await after((transaction) => transaction.query('delete from journal_seal'))
    expect(proof.problems).toEqual([
      'the seals 1 to 3 of the seal file are missing from the journal',
    ])
  })
})
