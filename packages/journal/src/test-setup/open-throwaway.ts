import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { onTestFinished } from 'vitest'
import { type Journal, openJournal, type OpenJournalOptions } from '../journal.ts'
import { type JournalKey, openJournalKey } from '../journal-key.ts'
import type { MessageRecord } from '../records.ts'
import { newSessionId } from '../session-id.ts'

export interface Opened extends ThrowawayDatabase {
  readonly journal: Journal
  readonly key: JournalKey
  readonly errors: unknown[]
}

/** A journal of a test's own. It does nothing by itself unless told: tests call the upkeep they mean. */
export async function openThrowaway(options: Partial<OpenJournalOptions> = {}): Promise<Opened> {
  const throwaway = await throwawayDatabase()
  onTestFinished(() => throwaway.drop())
  const key = options.key ?? openJournalKey(join(newFolder(), 'journal.key'))
  const errors: unknown[] = []
  const journal = await openJournal(throwaway.database, {
    instance: 'test-inner',
    key,
    upkeep: false,
    onError: (error) => errors.push(error),
    ...options,
  })
  onTestFinished(() => journal.close())
  return { ...throwaway, journal, key, errors }
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'arna-journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const record = (fields: Partial<MessageRecord> = {}): MessageRecord => ({
  kind: 'admitted',
  sessionId: newSessionId(),
  stageTimes: [{ stage: 'envelope', ms: 0.25 }],
  ...fields,
})

export const aDigest = (): Buffer => randomBytes(32)
