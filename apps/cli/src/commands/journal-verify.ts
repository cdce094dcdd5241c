import { type Proof, readSeals, verifyFiles, verifyJournal } from '@arna/journal'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import { databaseOption, withDatabase } from '../database.ts'
import { Failure, messageOf, UsageError } from '../failure.ts'
import {
  demoOption,
  fromOption,
  journalUrls,
  readDay,
  sayWhich,
  toOption,
} from '../journal-place.ts'
import { readPublicPublicationKey } from '../registry-place.ts'
import { visible } from '../visible.ts'

/** `arna journal verify`: proves the journal, or names the first break. */
export const journalVerify: Command = {
  name: 'journal verify',
  summary: 'prove that nothing in the journal was altered, deleted or added',
  words: '[FILE…]',
  wordCount: [0, 10_000],
  options: {
    database: databaseOption,
    demo: demoOption,
    from: fromOption,
    to: toOption,
    seals: { value: 'FILE', help: 'the seal file that a gateway keeps outside of the database' },
    key: { value: 'FILE', many: true, help: 'public keys: archives must be signed with one' },
  },
  examples: [
    ['arna journal verify --seals seals.jsonl', 'the whole journal of the database, and its seals'],
    ['arna journal verify --from 2026-11-01 --to 2026-11-30', 'some days'],
    ['arna journal verify 2026-11-27.jsonl.gz --key archive.pub', 'an archive, without a database'],
  ],
  notes: `With files (exports and archives) no database is asked. Without --database and ARNA_DATABASE_URL those of the demo are.
Whoever owns the database can compute a new chain; the seals in a file out of its reach cannot be computed anew.
No journal key is needed: payloads are proved as they are stored. The exit code is 1 when something is broken.`,
  async run(given, context) {
    const sealFile = await sealsOf(given)
    const files = given.positionals
    if (files.length > 0) {
      if (['from', 'to', 'database', 'demo'].some((name) => given.flag(name))) {
        throw new UsageError(
          '--from, --to, --database and --demo are for databases: leave out the files',
        )
      }
      const keys = given.all('key').map(readPublicPublicationKey)
      return tell([{ proof: await proveFiles(files, { sealFile, keys }) }], context)
    }
    if (given.all('key').length > 0) throw new UsageError('--key is for archives: name the files')
    const { urls, ofDemo } = journalUrls(given, context)
    if (sealFile !== undefined && urls.length > 1) {
      throw new UsageError(
        `a seal file is of one database, and the demo has ${urls.length}: ${sayWhich}`,
      )
    }
    const proofs: Told[] = []
    for (const url of urls) {
      const options = { from: readDay(given, 'from'), to: readDay(given, 'to'), sealFile }
      const prove = (database: Parameters<typeof verifyJournal>[0]) =>
        verifyJournal(database, options)
      const proof = await withDatabase(url, prove, { ofDemo })
      proofs.push(urls.length > 1 ? { database: new URL(url).pathname.slice(1), proof } : { proof })
    }
    return tell(proofs, context)
  },
}

interface Told {
  readonly database?: string
  readonly proof: Proof
}

async function sealsOf(given: Given): Promise<Awaited<ReturnType<typeof readSeals>> | undefined> {
  const path = given.text('seals')
  if (path === undefined) return undefined
  try {
    const seals = await readSeals(path)
    if (seals.length > 0) return seals
  } catch (error) {
    throw new Failure(`cannot read the seals of ${path}: ${messageOf(error)}`)
  }
  throw new Failure(`${path} holds no seal: is it the seal file of a gateway?`)
}

async function proveFiles(
  files: readonly string[],
  options: Parameters<typeof verifyFiles>[1],
): Promise<Proof> {
  try {
    return await verifyFiles(files, options)
  } catch (error) {
    throw new Failure(messageOf(error))
  }
}

function tell(proofs: readonly Told[], context: Context): 0 | 1 {
  const holds = proofs.every(({ proof }) => proof.holds)
  if (context.json) {
    const told = proofs.map(({ database, proof }) => ({ ...(database && { database }), ...proof }))
    context.write(`${JSON.stringify(told.length === 1 ? told[0] : told, null, 2)}\n`)
  } else {
    for (const { database, proof } of proofs) {
      const lines = linesOf(proof).map(visible)
      context.write(`${[...(database ? [`database ${database}`] : []), ...lines].join('\n')}\n`)
    }
  }
  return holds ? 0 : 1
}

function linesOf(proof: Proof): string[] {
  const { records, batches, writers, seals, payloads, droppedRecords, droppedPieces } = proof
  const [first, ...others] = proof.problems
  const lines =
    first === undefined ? ['the journal holds'] : [`the journal is BROKEN: ${first}`, ...others]
  if (proof.furtherProblems > 0) lines.push(`and ${proof.furtherProblems} more of the kind`)
  lines.push(
    `proved: ${records} records in ${batches} batches of ${writers} writers, ${payloads} payloads, ${seals} seals`,
  )
  if (droppedRecords + droppedPieces > 0) {
    lines.push(
      `dropped, as the journal itself records: ${droppedRecords} records, ${droppedPieces} pieces of payloads`,
    )
  }
  if (proof.beginsInTheMiddle > 0) {
    lines.push(`${proof.beginsInTheMiddle} writers began before what was looked at`)
  }
  lines.push(
    proof.sealedUntil === undefined
      ? 'there is no seal yet: what is chained only can be computed anew by the owner of the database'
      : `sealed until ${proof.sealedUntil}; the end of what came later could be missing`,
  )
  return [...lines, ...proof.remarks.map((remark) => `note: ${remark}`)]
}
