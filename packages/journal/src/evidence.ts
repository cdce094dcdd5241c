import { hash } from 'node:crypto'
import type { Transaction } from '@arna/database'
import type { JournalKey } from './journal-key.ts'
import { daysOf } from './outcome.ts'
import { PayloadError } from './payload-cipher.ts'
import { type EventLine, hashedMessage, type MessageLine } from './proof/chain-line.ts'
import { messageLines } from './proof/read-day.ts'
import { exactPayload, viewPayload } from './read-payload.ts'
import type { Direction, StoredPayload } from './records.ts'
import { type Seal, sealColumns } from './seal.ts'

/** All records of an exchange, oldest first. */
export interface Exchange {
  readonly sessionId: string
  readonly records: readonly MessageLine[]
}

/** By the sessionId, with or without braces, or by the messageId of the sender: then every exchange that named it. */
export async function findExchanges(database: Transaction, id: string): Promise<Exchange[]> {
  const session = sessionIn(id)
  const sessions = session === undefined ? await sessionsOf(database, id) : [session]
  const exchanges: Exchange[] = []
  for (const sessionId of sessions) {
    const [from, to] = daysOf(sessionId)
    const near = await messageLines(database, sessionId, from, to)
    // A clock that was far off when the session was named: every day is asked.
    const records = near.length > 0 ? near : await messageLines(database, sessionId)
    if (records.length > 0) exchanges.push({ sessionId, records })
  }
  return exchanges
}

const sessionIn = (id: string): string | undefined =>
  /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(id)?.[1]?.toLowerCase()

async function sessionsOf(database: Transaction, messageId: string): Promise<string[]> {
  const rows = await database.query<{ session_id: string }>(
    'select session_id from journal_message where message_id = $1 group by session_id order by min(at), session_id',
    [messageId],
  )
  return rows.map((row) => row.session_id)
}

const directions = ['request', 'answer', 'reply'] as const

/** The payloads of an exchange as a viewer may see them: `[password]` stands where it was cut out. */
export async function viewExchange(
  database: Transaction,
  { sessionId, records }: Exchange,
  key: JournalKey,
  placeholder: string,
): Promise<Partial<Record<Direction, Buffer>>> {
  const [from, to] = spanOf(records)
  const options = { key, from, to }
  const views: Partial<Record<Direction, Buffer>> = {}
  for (const direction of directions) {
    const viewed = await viewPayload(database, sessionId, direction, options)
    if (viewed === undefined) continue
    // What a reply shares with the answer was never cut: the exact bytes are a view.
    const shared = viewed.stretch && (await exactPayload(database, sessionId, direction, options))
    views[direction] = shared ?? marked(viewed.bytes, viewed.cutAt, placeholder)
  }
  return views
}

function marked(bytes: Buffer, cutAt: readonly number[], placeholder: string): Buffer {
  const parts: Buffer[] = []
  let position = 0
  for (const offset of cutAt) {
    parts.push(bytes.subarray(position, offset), Buffer.from(placeholder))
    position = offset
  }
  return Buffer.concat([...parts, bytes.subarray(position)])
}

/** What proves an exchange: the bytes as they came and went, the records, and where they stand in the chain. */
export interface Evidence {
  readonly sessionId: string
  readonly payloads: Partial<Record<Direction, Buffer>>
  readonly positions: readonly Position[]
}

interface Position {
  readonly record: MessageLine
  /** SHA-256 of the record, hex: it stands at its position in the digests of the batch. */
  readonly digest: string
  readonly batch: {
    readonly previous: string
    readonly hash: string
    readonly digests: string
    readonly hold_digest: string | null
    readonly hold_pieces: number | null
  }
  /** The first seal that covers the batch; undefined while there is none. */
  readonly seal: Seal | undefined
}

/** Throws PayloadError when the bytes are not those that the record speaks of. */
export async function gatherEvidence(
  database: Transaction,
  { sessionId, records }: Exchange,
  key: JournalKey,
): Promise<Evidence> {
  const [from, to] = spanOf(records)
  const payloads: Partial<Record<Direction, Buffer>> = {}
  for (const record of records) {
    for (const { direction, plain } of JSON.parse(record.payloads) as StoredPayload[]) {
      const bytes = await exactPayload(database, sessionId, direction, { key, from, to })
      if (bytes === undefined) continue
      const expected = plain ?? record.digest
      if (expected !== null && hash('sha256', bytes, 'hex') !== expected) {
        throw new PayloadError(
          `The ${direction} of session ${sessionId} is not what its record speaks of: arna journal verify says what was altered.`,
        )
      }
      payloads[direction] = bytes
    }
  }
  const positions: Position[] = []
  for (const record of records) positions.push(await positionOf(database, record))
  return { sessionId, payloads, positions }
}

async function positionOf(database: Transaction, record: MessageLine): Promise<Position> {
  const [batch] = await database.query<Position['batch']>(
    `select encode(previous, 'hex') as previous, encode(hash, 'hex') as hash, encode(digests, 'hex') as digests,
       encode(hold_digest, 'hex') as hold_digest, hold_pieces
     from journal_batch where writer = $1 and number = $2`,
    [record.writer, record.batch],
  )
  if (batch === undefined) {
    throw new PayloadError(
      `The batch ${record.batch} of writer ${record.writer} is missing: arna journal verify says what was altered.`,
    )
  }
  const [seal] = await database.query<Seal>(
    `select ${sealColumns} from journal_seal where at >= $1::timestamptz - interval '1 minute'
       and exists (select from json_to_recordset(heads) as head (writer uuid, number bigint)
                   where head.writer = $2 and head.number >= $3)
     order by number limit 1`,
    [record.at, record.writer, record.batch],
  )
  return { record, digest: hash('sha256', hashedMessage(record), 'hex'), batch, seal }
}

const dayMs = 86_400_000

function spanOf(records: readonly Pick<EventLine, 'at'>[]): readonly [from: Date, to: Date] {
  const times = records.map(({ at }) => Date.parse(at))
  return [new Date(Math.min(...times) - dayMs), new Date(Math.max(...times) + dayMs)]
}
