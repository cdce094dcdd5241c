import type { KeyObject } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Database } from '@arna/database'
import { hasDay } from '../drop-day.ts'
import { payloadTables } from '../dropped.ts'
import { exportLines, headOf } from './export-lines.ts'
import { fileLines } from './journal-file.ts'
import type { Proof } from './proof.ts'
import { verifyFiles } from './verify-files.ts'

export interface ArchiveOrder {
  /** `2026-11-27`; a day that is over. */
  readonly day: string
  /** Nothing is there yet. */
  readonly path: string
  /** Ed25519; without it the chain and its seals are the only proof. */
  readonly key?: KeyObject | undefined
  readonly publicKey?: KeyObject | undefined
  readonly now: Date
}

/**
 * Writes a day into one compressed file and proves what was written by reading it back. The file has its name only when
 * the proof holds; otherwise nothing is left of it.
 */
export async function archiveDay(
  database: Database,
  { day, path, key, publicKey, now }: ArchiveOrder,
): Promise<Proof> {
  const tables = await Promise.all(payloadTables.map((table) => hasDay(database, table, day)))
  const payloads = tables.some(Boolean) ? 'bytes' : 'none'
  const options = { from: day, to: day, payloads } as const
  const draft = `${path}.part`
  try {
    await exportLines(database, options, (lines) =>
      pipeline(
        Readable.from(fileLines(headOf('archive', options, now), lines, key)),
        createGzip(),
        createWriteStream(draft, { flags: 'wx', mode: 0o600 }),
      ),
    )
    await flush(draft)
    const proof = await verifyFiles([draft], { keys: publicKey && [publicKey] })
    if (proof.holds) await rename(draft, path)
    return proof
  } finally {
    await rm(draft, { force: true })
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
