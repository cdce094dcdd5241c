import { type Exchange, findExchanges, type MessageLine, type StageTime } from '@arna/journal'
import type { Command } from '../command.ts'
import { databaseOption, withDatabase } from '../database.ts'
import { Failure } from '../failure.ts'
import { demoOption, journalUrls } from '../journal-place.ts'
import { visible } from '../visible.ts'

/** `arna trace`: what the journal knows of a message. */
export const trace: Command = {
  name: 'trace',
  summary: 'the way of a message through the gateway, stage by stage',
  words: 'ID',
  wordCount: [1, 1],
  options: { database: databaseOption, demo: demoOption },
  examples: [
    ["arna trace '{6a0f…}'", 'by the sessionId of the answer or fault, with or without braces'],
    ['arna trace 216386080', "by the sender's messageId: every exchange that named it"],
  ],
  notes: `Without --database and ARNA_DATABASE_URL the databases of the demo are asked.
It shows no payload and no password; arna journal show does.`,
  async run(given, context) {
    const [wanted = ''] = given.positionals
    const found: Exchange[] = []
    const { urls, ofDemo } = journalUrls(given, context)
    for (const url of urls) {
      const find = (database: Parameters<typeof findExchanges>[0]) =>
        findExchanges(database, wanted)
      found.push(...(await withDatabase(url, find, { ofDemo })))
    }
    if (found.length === 0) {
      throw new Failure(`the journal knows no sessionId or messageId ${wanted}`)
    }
    if (context.json) context.write(`${JSON.stringify(found.map(asJson), null, 2)}\n`)
    else context.write(found.map(asText).join('\n'))
    return 0
  },
}

/** To the millisecond: more is the machine's business. */
const timeOf = ({ at }: MessageLine): string => `${at.slice(0, -4)}Z`

const stageTimesOf = (record: MessageLine): readonly StageTime[] => JSON.parse(record.stage_times)

/** What any of the records says: an answer names its message only in the one that admitted it. */
function said<Name extends keyof MessageLine>(
  { records }: Exchange,
  name: Name,
): MessageLine[Name] | null {
  return records.find((record) => record[name] !== null)?.[name] ?? null
}

function asJson(exchange: Exchange): unknown {
  const repeatOf = said(exchange, 'repeat_of')
  return {
    sessionId: `{${exchange.sessionId}}`,
    messageId: said(exchange, 'message_id'),
    senderId: said(exchange, 'sender_id'),
    serviceId: said(exchange, 'service_id'),
    registry: said(exchange, 'registry'),
    ...(repeatOf !== null && { repeatOf: `{${repeatOf}}` }),
    records: exchange.records.map((record) => ({
      at: timeOf(record),
      kind: record.kind,
      instance: record.instance,
      bytes: record.bytes,
      ...(record.http_status !== null && { httpStatus: record.http_status }),
      ...(record.stage !== null && { stage: record.stage }),
      ...(record.fault_code !== null && { fault: record.fault_code }),
      ...(record.detail !== null && { detail: record.detail }),
      ...(record.waiver !== null && { waiver: record.waiver }),
      ...(record.remote_address !== null && { remoteAddress: record.remote_address }),
      stageTimes: stageTimesOf(record),
    })),
  }
}

function asText(exchange: Exchange): string {
  const { sessionId, records } = exchange
  const repeatOf = said(exchange, 'repeat_of')
  const lines = [
    `session {${sessionId}}`,
    `message ${said(exchange, 'message_id') ?? 'without messageId'} from ${said(exchange, 'sender_id') ?? 'nobody'} to ${said(exchange, 'service_id') ?? 'no service'}`,
  ]
  if (repeatOf !== null) lines.push(`a repeat of session {${repeatOf}}`)
  for (const record of records) {
    const { kind, instance, bytes, stage, fault_code, detail, waiver } = record
    const size = bytes === null ? '' : `, ${bytes} bytes`
    lines.push(`${timeOf(record)}  ${kind} by ${instance}${size}`)
    if (fault_code !== null) {
      const where = kind === 'refused' ? `refused at ${stage}: ` : ''
      lines.push(`  ${where}${fault_code}: ${detail ?? ''}`)
    } else if (detail !== null) lines.push(`  ${detail}`)
    if (waiver !== null) lines.push(`  waived: ${waiver}`)
  }
  if (records.every(({ kind }) => kind === 'admitted')) {
    lines.push('  no outcome yet: the provider may have it')
  }
  // An outcome that is unknown has measured nothing.
  const times = records.map(stageTimesOf).findLast((measured) => measured.length > 0) ?? []
  for (const { stage, ms } of times)
    lines.push(`  ${stage.padEnd(14)} ${ms.toFixed(3).padStart(10)} ms`)
  const total = times.reduce((sum, { ms }) => sum + ms, 0)
  if (times.length > 0) lines.push(`  ${'together'.padEnd(14)} ${total.toFixed(3).padStart(10)} ms`)
  return `${lines.map(visible).join('\n')}\n`
}
