import type { Database } from '@arna/database'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import { databaseOption, withDatabase } from '../database.ts'
import { demoDatabases, hasDemo } from '../demo-folder.ts'
import { Failure, UsageError } from '../failure.ts'
import { visible } from '../visible.ts'

interface JournalRow {
  readonly at: Date
  readonly kind: string
  readonly instance: string
  readonly session_id: string
  readonly message_id: string | null
  readonly sender_id: string | null
  readonly service_id: string | null
  readonly registry: number | null
  readonly bytes: number | null
  readonly stage: string | null
  readonly fault_code: string | null
  readonly detail: string | null
  readonly stage_times: readonly { readonly stage: string; readonly ms: number }[]
}

/** `arna trace`: what the journal knows of a message. */
export const trace: Command = {
  name: 'trace',
  summary: 'the way of a message through the gateway, stage by stage',
  words: 'ID',
  wordCount: [1, 1],
  options: { database: databaseOption },
  examples: [
    ["arna trace '{6a0f…}'", 'by the sessionId of the answer or fault, with or without braces'],
    ['arna trace 216386080', "by the sender's messageId: every exchange that named it"],
  ],
  notes: `Without --database and ARNA_DATABASE_URL the databases of the demo are asked.
The journal holds no payload and no password.`,
  async run(given, context) {
    const [wanted = ''] = given.positionals
    const found: JournalRow[] = []
    const { urls, ofDemo } = databaseUrls(given, context)
    for (const url of urls) {
      found.push(...(await withDatabase(url, (database) => findRows(database, wanted), { ofDemo })))
    }
    if (found.length === 0) {
      throw new Failure(`the journal knows no sessionId or messageId ${wanted}`)
    }
    const sessions = new Set(found.map(({ session_id }) => session_id))
    const exchanges = [...sessions].map((id) => found.filter(({ session_id }) => session_id === id))
    if (context.json) context.write(`${JSON.stringify(exchanges.map(asJson), null, 2)}\n`)
    else context.write(exchanges.map(asText).join('\n'))
    return 0
  },
}

function databaseUrls(given: Given, { config }: Context): { urls: string[]; ofDemo: boolean } {
  const url = given.text('database') ?? config.databaseUrl
  if (url !== undefined) return { urls: [url], ofDemo: false }
  if (!hasDemo(config)) {
    throw new UsageError(
      '--database is missing, ARNA_DATABASE_URL is not set, and there is no demo',
    )
  }
  return { urls: [...demoDatabases(config).values()], ofDemo: true }
}

/** Whole exchanges: an answer names its message only in the line that admitted it. */
function findRows(database: Database, id: string): Promise<JournalRow[]> {
  const session = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(id)?.[1] ?? null
  return database.query<JournalRow>(
    `select at, kind, instance, session_id, message_id, sender_id, service_id, registry, bytes,
            stage, fault_code, detail, stage_times
     from journal
     where session_id = $1::uuid
        or session_id in (select session_id from journal where message_id = $2)
     order by id`,
    [session, id],
  )
}

function asJson(rows: readonly JournalRow[]): unknown {
  const [first] = rows
  return {
    sessionId: `{${first!.session_id}}`,
    messageId: first!.message_id,
    senderId: first!.sender_id,
    serviceId: first!.service_id,
    registry: first!.registry,
    records: rows.map(({ at, kind, instance, bytes, stage, fault_code, detail, stage_times }) => ({
      at: at.toISOString(),
      kind,
      instance,
      bytes,
      ...(stage !== null && { stage }),
      ...(fault_code !== null && { fault: fault_code, detail }),
      stageTimes: stage_times,
    })),
  }
}

function asText(rows: readonly JournalRow[]): string {
  const [first] = rows
  const lines = [
    `session {${first!.session_id}}`,
    `message ${first!.message_id ?? 'without messageId'} from ${first!.sender_id ?? 'nobody'} to ${first!.service_id ?? 'no service'}`,
  ]
  for (const { at, kind, instance, bytes, stage, fault_code, detail } of rows) {
    const size = bytes === null ? '' : `, ${bytes} bytes`
    lines.push(`${at.toISOString()}  ${kind} by ${instance}${size}`)
    if (fault_code !== null) lines.push(`  refused at ${stage}: ${fault_code}: ${detail ?? ''}`)
  }
  const times = rows.at(-1)!.stage_times
  for (const { stage, ms } of times)
    lines.push(`  ${stage.padEnd(14)} ${ms.toFixed(3).padStart(10)} ms`)
  const total = times.reduce((sum, { ms }) => sum + ms, 0)
  if (times.length > 0) lines.push(`  ${'together'.padEnd(14)} ${total.toFixed(3).padStart(10)} ms`)
  return `${lines.map(visible).join('\n')}\n`
}
