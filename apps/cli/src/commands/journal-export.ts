import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  type ChainLine,
  exportLines,
  type ExportOptions,
  fileLines,
  headOf,
  openSyslog,
  syslogMessage,
  syslogText,
} from '@arna/journal'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import { databaseOption, withDatabase } from '../database.ts'
import { Failure, messageOf, UsageError } from '../failure.ts'
import { exportEvidence } from '../export-evidence.ts'
import {
  asOption,
  demoOption,
  fromOption,
  journalKeyOption,
  journalUrl,
  readDay,
  toOption,
} from '../journal-place.ts'

/** `arna journal export`: records and events for other eyes, or the evidence of one message. */
export const journalExport: Command = {
  name: 'journal export',
  summary: 'write records and events for other programs, or the evidence of one message',
  words: '',
  wordCount: [0, 0],
  options: {
    database: databaseOption,
    demo: demoOption,
    from: fromOption,
    to: toOption,
    format: { value: 'json|syslog', help: 'JSON lines (usual), or RFC 5424' },
    'events-only': { help: 'administration and security, no messages and no chain' },
    send: { value: 'URL', help: 'udp://host:514 or tcp://host:601: a syslog server' },
    evidence: {
      value: 'ID',
      help: 'a sessionId or messageId: the bytes exactly as they came and went',
    },
    'journal-key': journalKeyOption,
    reason: { value: 'TEXT', help: 'why the evidence is needed, for the record' },
    out: { value: 'FILE|FOLDER', help: 'where to; stdout when left out, a folder for evidence' },
    as: asOption,
  },
  examples: [
    [
      'arna journal export --from 2026-11-27 --to 2026-11-27 --out day.jsonl',
      'JSON lines that verify',
    ],
    [
      'arna journal export --events-only --send tcp://siem.example:601',
      'events to a syslog server',
    ],
    [
      `arna journal export --evidence '{6a0f…}' --journal-key journal.key --reason "claim 17" --out claim-17`,
      'then arna verify claim-17/request.xml',
    ],
  ],
  notes: `No payload is exported, only --evidence decrypts. It needs a reason and is journaled: who, why, which message.
JSON lines hold the chain and the seals, so arna journal verify proves them without a database.`,
  async run(given, context) {
    if (given.text('evidence') !== undefined) return exportEvidence(given, context)
    for (const name of ['journal-key', 'reason', 'as']) {
      if (given.text(name) !== undefined) throw new UsageError(`--${name} belongs to --evidence`)
    }
    const options: ExportOptions = {
      from: readDay(given, 'from'),
      to: readDay(given, 'to'),
      payloads: 'none',
      eventsOnly: given.flag('events-only'),
    }
    const take = receiver(given, options, context)
    const { url, ofDemo } = journalUrl(given, context)
    await withDatabase(url, (database) => exportLines(database, options, take), { ofDemo })
    return 0
  },
}

type Take = (lines: AsyncGenerator<ChainLine>) => Promise<void>

function receiver(given: Given, options: ExportOptions, context: Context): Take {
  const address = given.text('send')
  const format = given.oneOf('format', ['json', 'syslog']) ?? (address ? 'syslog' : 'json')
  if (address !== undefined) {
    if (format === 'json' || given.text('out') !== undefined) {
      throw new UsageError('--send speaks syslog to a server: leave out --format json and --out')
    }
    return (lines) => sendAll(address, lines, context)
  }
  const head = headOf('export', options, context.now())
  return (lines) =>
    writeAll(format === 'json' ? fileLines(head, lines) : syslogLines(lines), given, context)
}

async function* syslogLines(lines: AsyncIterable<ChainLine>): AsyncGenerator<string> {
  for await (const line of lines) {
    const message = syslogMessage(line)
    if (message !== undefined) yield `${syslogText(message)}\n`
  }
}

async function writeAll(
  texts: AsyncGenerator<string>,
  given: Given,
  context: Context,
): Promise<void> {
  const out = given.text('out')
  if (out === undefined) {
    for await (const text of texts) {
      context.write(text)
      await context.drained()
    }
    return
  }
  try {
    const file = createWriteStream(out, { flags: 'wx', mode: 0o600 })
    await pipeline(Readable.from(texts), file)
  } catch (error) {
    throw new Failure(`cannot write ${out}: ${messageOf(error)}`)
  }
  if (context.json) context.write(`${JSON.stringify({ written: out })}\n`)
  else context.say(`wrote ${out}`)
}

async function sendAll(
  address: string,
  lines: AsyncIterable<ChainLine>,
  context: Context,
): Promise<void> {
  let sent = 0
  try {
    const syslog = await openSyslog(address)
    for await (const line of lines) {
      const message = syslogMessage(line)
      if (message === undefined) continue
      await syslog.send(message)
      sent++
    }
    await syslog.close()
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`--send ${error.message}`)
    throw new Failure(`after ${sent} messages ${address} took no more: ${messageOf(error)}`)
  }
  if (context.json) context.write(`${JSON.stringify({ sent })}\n`)
  else context.say(`sent ${sent} messages to ${address}`)
}
