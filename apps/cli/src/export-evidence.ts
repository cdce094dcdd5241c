import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Evidence,
  findExchanges,
  gatherEvidence,
  PayloadError,
  readJournalKey,
} from '@arna/journal'
import type { Context } from './command.ts'
import { type Given, whole } from './command-line.ts'
import { Failure, messageOf, UsageError } from './failure.ts'
import { writeNew } from './files.ts'
import { byUser, journalKeyFile, journalUrls, orFailure, withJournal } from './journal-place.ts'

const meanings = {
  'journal-key': 'the file that decrypts payloads',
  reason: 'why the evidence is needed: it is recorded',
  out: 'a new folder',
}

/** The bytes of one message as they came and went, with what proves them, into a new folder. */
export async function exportEvidence(given: Given, context: Context): Promise<0 | 1> {
  const id = given.required('evidence', 'a sessionId or messageId')
  const told = whole(
    [
      ['journal-key', journalKeyFile(given, context)],
      ['reason', given.text('reason')],
      ['out', given.text('out')],
    ],
    (name) => `--${name} is missing: ${meanings[name]}`,
  )
  if (told.reason.trim() === '') throw new UsageError('--reason is empty: it is recorded')
  if (['from', 'to', 'format', 'send'].some((name) => given.text(name) !== undefined)) {
    throw new UsageError('--evidence stands for itself: leave out --from, --to, --format, --send')
  }
  const key = orFailure(() => readJournalKey(told['journal-key']))
  checkFolder(told.out)
  const { urls, ofDemo } = journalUrls(given, context)
  for (const url of urls) {
    const evidence = await withJournal(
      url,
      async (journal, database) => {
        const exchanges = await findExchanges(database, id)
        if (exchanges.length === 0) return undefined
        const [exchange, ...others] = exchanges
        if (others.length > 0) {
          const sessions = exchanges.map(({ sessionId }) => `{${sessionId}}`).join(', ')
          throw new Failure(`several exchanges named ${id}: say which of ${sessions}`)
        }
        const gathered = await gatherEvidence(database, exchange!, key).catch((error: unknown) => {
          throw error instanceof PayloadError ? new Failure(error.message) : error
        })
        const data = { sessionId: gathered.sessionId, reason: told.reason }
        await journal.event(byUser({ event: 'evidence-exported', data }, given, context))
        return gathered
      },
      { ofDemo },
    )
    if (evidence === undefined) continue
    const files = writeFolder(told.out, evidence, context)
    if (context.json) context.write(`${JSON.stringify({ written: files })}\n`)
    else context.say(files.map((file) => `wrote ${file}`).join('\n'))
    if (evidence.positions.some(({ seal }) => seal === undefined)) context.say(notSealed)
    return 0
  }
  throw new Failure(`the journal knows no sessionId or messageId ${id}`)
}

const notSealed =
  'note: some of its records are not sealed yet; export again in a minute, when they are'

function checkFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Failure(`${folder} is not empty: name a new folder`)
  }
}

function writeFolder(folder: string, evidence: Evidence, context: Context): string[] {
  const { sessionId, payloads, positions } = evidence
  const json = {
    sessionId: `{${sessionId}}`,
    exportedAt: context.now().toISOString(),
    payloads: Object.fromEntries(
      Object.entries(payloads).map(([direction, { length }]) => [
        direction,
        { file: `${direction}.xml`, bytes: length },
      ]),
    ),
    positions: positions.map(
      ({ record: { stage_times, payloads: stored, ...record }, ...place }) => ({
        record: { ...record, stage_times: JSON.parse(stage_times), payloads: JSON.parse(stored) },
        ...place,
      }),
    ),
  }
  const files = [
    ...Object.entries(payloads).map(([direction, content]) => ({
      path: join(folder, `${direction}.xml`),
      content,
      mode: 0o600,
    })),
    {
      path: join(folder, 'evidence.json'),
      content: `${JSON.stringify(json, null, 2)}\n`,
      mode: 0o600,
    },
  ]
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new Failure(`cannot make the folder ${folder}: ${messageOf(error)}`)
  }
  writeNew(files, false)
  return files.map(({ path }) => path)
}
