import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openJournal } from './journal.ts'
import { openJournalKey, readJournalKey } from './journal-key.ts'
import { newSessionId } from './session-id.ts'
import { newFolder, openThrowaway, record } from './test-setup/open-throwaway.ts'

const open = (database: Parameters<typeof openJournal>[0], path: string) =>
  openJournal(database, {
    instance: 'inner',
    key: openJournalKey(path),
    upkeep: false,
    onError: () => {},
  })

describe('the journal key file', () => {
  test('is made at the first start, for its owner alone, and stays', () => {
    const path = join(newFolder(), 'journal.key')
    const made = openJournalKey(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).toMatch(/^\d{4}-\d{2}-\d{2}-[0-9a-f]{8} [0-9a-f]{64}\n$/)
    expect(openJournalKey(path)).toEqual(made)
  })

  test.each([
    ['', 'holds no key'],
    ['id 00\n', 'is not in order'],
    [`a ${'0'.repeat(64)}\na ${'1'.repeat(64)}\n`, 'is not in order'],
    [`a ${'0'.repeat(64)} more\n`, 'is not in order'],
  ])('is refused when it is %j', (text, reason) => {
    const path = join(newFolder(), 'journal.key')
    writeFileSync(path, text, { mode: 0o600 })
    expect(() => readJournalKey(path)).toThrow(reason)
  })

  test('is refused when others can read it', () => {
    const path = join(newFolder(), 'journal.key')
    openJournalKey(path)
    chmodSync(path, 0o640)
    expect(() => readJournalKey(path)).toThrow('chmod 600')
  })

  test('that is lost stops the next start, with a sentence that says what to bring', async () => {
    const { database } = await openThrowaway({ key: undefined })
    const path = join(newFolder(), 'journal.key')
    await (await open(database, path)).close()
    const [id] = readFileSync(path, 'utf8').split(' ')
    rmSync(path)
    await expect(open(database, path)).rejects.toThrow(
      `The journal key file ${path} lacks the key ${id} that this database is written with: bring the file of the other gateways of this database, or of the backup, here.`,
    )
  })

  test('with another secret under the same id is refused', async () => {
    const { database } = await openThrowaway({ key: undefined })
    const path = join(newFolder(), 'journal.key')
    await (await open(database, path)).close()
    const [id] = readFileSync(path, 'utf8').split(' ')
    writeFileSync(path, `${id} ${'0'.repeat(64)}\n`)
    await expect(open(database, path)).rejects.toThrow(`another key under the id ${id}`)
  })

  test('takes a new key at its top, and what the old one encrypted is still read', async () => {
    const { database } = await openThrowaway({ key: undefined })
    const path = join(newFolder(), 'journal.key')
    const sessions = [newSessionId(), newSessionId()]
    for (const sessionId of sessions) {
      const journal = await open(database, path)
      const reply = { bytes: Buffer.from(sessionId) }
      await journal.write(record({ kind: 'finished', sessionId }), { reply })
      await journal.close()
      writeFileSync(path, `new ${'1'.repeat(64)}\n${readFileSync(path, 'utf8')}`, { flag: 'r+' })
      if (sessionId === sessions[0]) continue
      writeFileSync(path, readFileSync(path, 'utf8').replace(/^new .+\n/, ''))
    }
    const keys = await database.query('select distinct key_id from journal_hold')
    expect(keys).toHaveLength(2)
    const journal = await open(database, path)
    for (const sessionId of sessions) {
      expect((await journal.outcome(sessionId))?.reply?.toString()).toBe(sessionId)
    }
    await journal.close()
  })
})
