import {
  type Direction,
  type Exchange,
  findExchanges,
  type JournalKey,
  readJournalKey,
  viewExchange,
} from '@arna/journal'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import { databaseOption } from '../database.ts'
import { Failure, UsageError } from '../failure.ts'
import {
  asOption,
  byUser,
  demoOption,
  journalKeyFile,
  journalKeyOption,
  journalUrls,
  orFailure,
  withJournal,
} from '../journal-place.ts'
import { visible, visibleLines } from '../visible.ts'

const placeholder = '[password cut out]'

interface Shown {
  readonly exchange: Exchange
  readonly views: Partial<Record<Direction, Buffer>>
}

/** `arna journal show`: what a message said, without its password. */
export const journalShow: Command = {
  name: 'journal show',
  summary: 'show what a message said, its password cut out',
  words: 'ID',
  wordCount: [1, 1],
  options: {
    database: databaseOption,
    demo: demoOption,
    'journal-key': journalKeyOption,
    reason: { value: 'TEXT', help: 'why, for the record' },
    as: asOption,
  },
  examples: [
    [
      `arna journal show '{6a0f…}' --journal-key journal.key`,
      'by the sessionId of the answer or fault',
    ],
    ['arna journal show 216386080 --journal-key journal.key', "by the sender's messageId"],
  ],
  notes: `Request, answer of the provider and reply, as far as they are still kept. That somebody looked is journaled.
The password is stored apart, under a key of its own that this command does not use.`,
  async run(given, context) {
    const [id = ''] = given.positionals
    const file = journalKeyFile(given, context)
    if (file === undefined) {
      throw new UsageError('--journal-key is missing: the file that decrypts payloads')
    }
    const key = orFailure(() => readJournalKey(file))
    const { urls, ofDemo } = journalUrls(given, context)
    const shown: Shown[] = []
    for (const url of urls) {
      shown.push(...(await readFrom({ url, ofDemo }, { id, key }, given, context)))
    }
    if (shown.length === 0) throw new Failure(`the journal knows no sessionId or messageId ${id}`)
    if (context.json) context.write(`${JSON.stringify(shown.map(asJson), null, 2)}\n`)
    else context.write(shown.map(asText).join('\n'))
    return 0
  },
}

const readFrom = (
  { url, ofDemo }: { readonly url: string; readonly ofDemo: boolean },
  { id, key }: { readonly id: string; readonly key: JournalKey },
  given: Given,
  context: Context,
): Promise<Shown[]> =>
  withJournal(
    url,
    async (journal, database) => {
      const shown: Shown[] = []
      for (const exchange of await findExchanges(database, id)) {
        const { sessionId } = exchange
        // Before the eyes get it: who looks stays known even when the lights go out.
        const data = { sessionId, reason: given.text('reason') }
        await journal.event(byUser({ event: 'payload-read', data }, given, context))
        shown.push({ exchange, views: await viewExchange(database, exchange, key, placeholder) })
      }
      return shown
    },
    { ofDemo },
  )

function asJson({ exchange, views }: Shown): unknown {
  const texts = Object.entries(views).map(([direction, bytes]) => [direction, bytes.toString()])
  return { sessionId: `{${exchange.sessionId}}`, ...Object.fromEntries(texts) }
}

function asText({ exchange, views }: Shown): string {
  const lines = [`session {${exchange.sessionId}}`]
  for (const { at, kind, instance, fault_code: fault } of exchange.records) {
    lines.push(`${at}  ${kind} by ${instance}${fault === null ? '' : `: ${fault}`}`)
  }
  const parts = Object.entries(views).map(
    ([direction, bytes]) => `${direction}:\n${visibleLines(bytes.toString().trimEnd())}\n`,
  )
  if (parts.length === 0) parts.push('no payload is kept (any more)\n')
  return `${lines.map(visible).join('\n')}\n${parts.join('')}`
}
