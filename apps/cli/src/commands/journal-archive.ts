import { createHash, createPublicKey } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Database } from '@arna/database'
import { archiveDay, droppableTables, type Journal, type Proof } from '@arna/journal'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import { databaseOption } from '../database.ts'
import { Failure, messageOf, UsageError } from '../failure.ts'
import {
  asOption,
  byUser,
  checkDay,
  demoOption,
  journalUrl,
  withJournal,
} from '../journal-place.ts'
import { readPublicationKey } from '../registry-place.ts'

/** `arna journal archive`: a day that is over as one signed file that proves itself. */
export const journalArchive: Command = {
  name: 'journal archive',
  summary: 'write a day that is over into one file that proves itself',
  words: 'DAY',
  wordCount: [1, 1],
  options: {
    database: databaseOption,
    demo: demoOption,
    out: { value: 'FILE', help: 'the archive: JSON lines, compressed; payloads stay encrypted' },
    key: { value: 'FILE', help: 'Ed25519 PEM that signs it' },
    drop: { help: 'then drop the day from the database; its chain of digests stays' },
    as: asOption,
  },
  examples: [
    [
      'arna journal archive 2026-11-27 --out 2026-11-27.jsonl.gz --key archive.key',
      'records, payloads as they are stored, chain and seals',
    ],
    ['arna journal verify 2026-11-27.jsonl.gz --key archive.pub', 'proves it, without a database'],
  ],
  notes: `The file is read back and proved before it gets its name; only then --drop drops. Both are journaled.
The journal key is not in it: keep the key file as long as the archives.`,
  async run(given, context) {
    const day = checkDay(given.positionals[0] ?? '')
    const path = given.required('out', 'the file of the archive')
    const file = given.text('key')
    const key = file === undefined ? undefined : readPublicationKey(file)
    if (day >= context.now().toISOString().slice(0, 10)) {
      throw new UsageError(`${day} is not over yet (days are UTC)`)
    }
    if (existsSync(path)) throw new Failure(`${path} exists already: choose another name`)
    const { url, ofDemo } = journalUrl(given, context)
    const archive = async (journal: Journal, database: Database): Promise<0> => {
      const publicKey = key && createPublicKey(key)
      const order = { day, path, key, publicKey, now: context.now() }
      const proof = await archiveDay(database, order).catch((error: unknown) => {
        throw new Failure(`cannot write ${path}: ${messageOf(error)}`)
      })
      checkProof(proof, day)
      const sha256 = await digestOf(path)
      const { records, payloads, batches } = proof
      const told = { day, file: basename(path), sha256, records, payloads, batches }
      await journal.event(byUser({ event: 'journal-archived', data: told }, given, context))
      const dropped = given.flag('drop')
        ? await dropAll(journal, { day, sha256 }, given, context)
        : undefined
      tell({ ...told, ...(dropped !== undefined && { dropped }) }, path, context)
      return 0
    }
    return withJournal(url, archive, { ofDemo })
  },
}

function checkProof({ holds, problems: [first], batches }: Proof, day: string): void {
  if (!holds) throw new Failure(`${day} is not archived, its journal does not hold: ${first}`)
  if (batches === 0) throw new Failure(`nothing was journaled on ${day}`)
}

async function dropAll(
  journal: Journal,
  { day, sha256 }: { readonly day: string; readonly sha256: string },
  given: Given,
  { config }: Context,
): Promise<number> {
  const as = given.text('as')
  const detail = `archived: SHA-256 ${sha256}${as === undefined ? '' : `, as ${as}`}`
  let dropped = 0
  for (const table of droppableTables) {
    const isGone = await journal
      .drop({ table, day, reason: 'archive', actor: config.operator, detail })
      .catch((error: unknown) => {
        throw new Failure(
          `${day} is archived but not dropped as a whole: ${messageOf(error)}; arna journal verify still holds, and retention drops the rest`,
        )
      })
    if (isGone) dropped++
  }
  return dropped
}

async function digestOf(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) digest.update(chunk)
  return digest.digest('hex')
}

interface Told {
  readonly day: string
  readonly sha256: string
  readonly records: number
  readonly payloads: number
  readonly batches: number
  readonly dropped?: number
}

function tell(told: Told, path: string, context: Context): void {
  if (context.json) {
    context.write(`${JSON.stringify(told)}\n`)
    return
  }
  const { day, sha256, records, payloads, batches, dropped } = told
  context.say(
    `wrote ${path}: ${records} records in ${batches} batches, ${payloads} payloads\nSHA-256 ${sha256}`,
  )
  if (dropped !== undefined) context.say(`dropped ${day} from the database`)
}
