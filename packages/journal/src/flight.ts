import { hash } from 'node:crypto'
import type { Transaction } from '@arna/database'
import { batchHeader, type Head } from './chain-head.ts'
import { directionsOf } from './directions.ts'
import type { FlightBlob } from './flight-blob.ts'
import type { EventEntry, MessageEntry } from './entries.ts'
import { insertBatch } from './insert-batch.ts'
import {
  pieceLine,
  type PayloadCipher,
  type SealedPiece,
  storedPayload,
  storedPiece,
} from './payload-cipher.ts'
import type { Payloads } from './payload.ts'
import {
  type Direction,
  eventColumns,
  eventText,
  messageColumns,
  messageText,
  type StoredPayload,
} from './records.ts'
import { timeText } from './time-keeper.ts'

export interface Flight {
  readonly writer: string
  readonly instance: string
  readonly head: Head
  readonly atMs: number
  readonly events: readonly EventEntry[]
  readonly messages: readonly MessageEntry[]
  readonly cipher: PayloadCipher | undefined
  /** Of the lane, empty. */
  readonly blob: FlightBlob
}

export interface Landed {
  readonly head: Head
  /** Sessions whose signed bytes are theirs now. */
  readonly claimed: ReadonlySet<string>
}

const noText = '[]'
const noBytes = Buffer.alloc(0)

export async function fly(database: Transaction, flight: Flight): Promise<Landed> {
  const number = flight.head.number + 1
  const { values } = boarded(flight, number)
  const [row] = await database.query<{ hash: Buffer | null; claimed: string[] | null }>(
    insertBatch,
    values,
  )
  const { hash: made, claimed } = row!
  return {
    head: made === null ? flight.head : { number, hash: made },
    claimed: new Set(claimed ?? []),
  }
}

interface PieceRow {
  readonly session_id: string
  readonly direction: Direction
  readonly piece: number
  readonly key_id: string
  readonly opener: string
  readonly start: number
  readonly view_length: number
  readonly cut_length?: number
}

function boarded(flight: Flight, number: number): { values: unknown[] } {
  const { writer, instance, head, events, messages, blob } = flight
  const at = timeText(flight.atMs)
  const texts: string[] = []
  const digests = Buffer.allocUnsafe(messages.length * 32)
  const pieces: PieceRow[] = []

  const load = (sealed: SealedPiece): void => {
    pieces.push({
      session_id: sealed.sessionId,
      direction: sealed.direction,
      piece: sealed.piece,
      key_id: sealed.keyId,
      opener: sealed.opener,
      start: blob.length - sealed.view.length - (sealed.cut?.length ?? 0),
      view_length: sealed.view.length,
      ...(sealed.cut && { cut_length: sealed.cut.length }),
    })
  }

  messages.forEach(({ message, payloads, written = [] }, index) => {
    const stored = [...written, ...sealAll(message.sessionId, payloads, { flight, at, load })]
    const text = messageText(
      messageColumns(message, instance),
      JSON.stringify(message.stageTimes),
      JSON.stringify(stored),
    )
    texts.push(text)
    hash('sha256', text, 'buffer').copy(digests, index * 32)
  })
  const eventTexts = events.map(({ event, data }) => eventText(eventColumns(event, instance), data))
  return {
    values: [
      writer,
      number,
      at,
      head.hash,
      Buffer.from(batchHeader(writer, number, head.hash, at)),
      claimsOf(messages),
      releasesOf(messages),
      texts.length === 0 ? noText : `[${texts.join(',')}]`,
      eventTexts.length === 0 ? noText : `[${eventTexts.join(',')}]`,
      eventTexts.length === 0
        ? noBytes
        : Buffer.concat(eventTexts.map((text) => hash('sha256', text, 'buffer'))),
      digests,
      pieces.length === 0 ? noText : JSON.stringify(pieces),
      blob.whole(),
    ],
  }
}

interface Sealing {
  readonly flight: Flight
  readonly at: string
  readonly load: (sealed: SealedPiece) => void
}

function sealAll(
  sessionId: string,
  payloads: Payloads,
  { flight: { cipher, blob }, at, load }: Sealing,
): StoredPayload[] {
  const stored: StoredPayload[] = []
  for (const { direction, payload, stretch, plain } of directionsOf(payloads)) {
    if (cipher === undefined) throw new TypeError('a journal without a key keeps no payload')
    const lines: string[] = []
    const room = (length: number): Buffer => blob.room(length)
    for (const sealed of cipher.seal(sessionId, direction, payload, { stretch, room })) {
      load(sealed)
      lines.push(pieceLine(storedPiece(sealed, at)))
    }
    stored.push(storedPayload(direction, lines, plain))
  }
  return stored
}

function claimsOf(messages: readonly MessageEntry[]): string {
  if (!messages.some(({ claim }) => claim !== undefined)) return noText
  return JSON.stringify(
    messages.flatMap(({ message, claim }) =>
      claim === undefined
        ? []
        : {
            session_id: message.sessionId,
            digest: claim.digest?.toString('hex'),
            sender_id: messageColumns(message, '').sender_id,
            // A message that is still under way is always the first one.
            keeps: Math.max(claim.windowSeconds, claim.deadlineSeconds),
            deadline: claim.deadlineSeconds,
          },
    ),
  )
}

const releasesOf = (messages: readonly MessageEntry[]): readonly string[] =>
  messages.flatMap(({ message, releasesClaim }) => (releasesClaim ? message.sessionId : []))
