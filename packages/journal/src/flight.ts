import { hash } from 'node:crypto'
import type { Transaction } from '@arna/database'
import { batchHeader, type Head } from './chain-head.ts'
import { directionsOf } from './directions.ts'
import type { FlightBlob } from './flight-blob.ts'
import { type EventEntry, type MessageEntry, storableMember } from './entries.ts'
import { holdPieceBytes, Stowage } from './hold.ts'
import { type BatchValues, insertBatch } from './insert-batch.ts'
import { divide } from './payload.ts'
import type { PayloadCipher } from './payload-cipher.ts'
import { eventColumns, eventText, messageColumns, messageText } from './records.ts'
import { timeText } from './time-keeper.ts'

export interface Flight {
  readonly writer: string
  readonly instance: string
  readonly head: Head
  readonly atMs: number
  readonly events: readonly EventEntry[]
  readonly messages: readonly MessageEntry[]
  readonly cipher: PayloadCipher | undefined
  /** See `OpenJournalOptions`. */
  readonly companions: string | undefined
  /** Of the lane: payloads as they came, and encrypted. */
  readonly plain: FlightBlob
  readonly blob: FlightBlob
}

export interface Landed {
  readonly head: Head
  /** What the sessions got that asked for something; who is not named got nothing, and left no record. */
  readonly granted: ReadonlyMap<string, Granted>
}

export interface Granted {
  /** What the database says of what went along. */
  readonly note: string | undefined
}

/** Whether it depends on the database if this record is written. */
export const dependsOnGrant = ({ claim, companion }: MessageEntry): boolean =>
  claim !== undefined || companion !== undefined

export async function fly(database: Transaction, flight: Flight): Promise<Landed> {
  const number = flight.head.number + 1
  const values = boarded(flight, number)
  const kinds = {
    messages: values.messages !== undefined,
    events: values.events !== undefined,
    claims: values.claims !== undefined,
    releases: values.releases !== undefined,
    hold: values.holdBytes !== undefined,
    companions: values.companions !== undefined,
  }
  const { statement, parameters } = insertBatch(kinds, flight.companions)
  const [row] = await database.query<LandedRow>(
    statement,
    parameters.map((name) => values[name]),
  )
  const { hash: made, claimed, moved } = row!
  const granted = new Map<string, Granted>()
  for (const sessionId of claimed ?? []) granted.set(sessionId, { note: undefined })
  for (const { session_id, note } of moved ?? [])
    granted.set(session_id, { note: note ?? undefined })
  return { head: made === null ? flight.head : { number, hash: made }, granted }
}

interface LandedRow {
  readonly hash: Buffer | null
  readonly claimed: string[] | null
  readonly moved: { readonly session_id: string; readonly note: string | null }[] | null
}

function boarded(flight: Flight, number: number): BatchValues {
  const { writer, instance, head, events, messages, cipher, plain, blob } = flight
  const at = timeText(flight.atMs)
  const digests = Buffer.allocUnsafe((events.length + messages.length) * 32)
  const eventTexts = events.map(({ event, data }) => eventText(eventColumns(event, instance), data))
  eventTexts.forEach((text, index) => hash('sha256', text, 'buffer').copy(digests, index * 32))
  const stowage = new Stowage()
  const texts = messages.map((entry, index) => {
    const text = textOf(entry, instance, stowage)
    hash('sha256', text, 'buffer').copy(digests, (events.length + index) * 32)
    return text
  })
  if (!stowage.isEmpty && cipher === undefined) {
    throw new TypeError('a journal without a key keeps no payload')
  }
  const place = { writer, number }
  const hold =
    cipher === undefined || stowage.isEmpty
      ? undefined
      : stowage.seal({ cipher, place, at, plain, blob })
  const claims = claimsOf(messages)
  const companions = companionsOf(messages)
  const releases = messages.filter(({ releasesClaim }) => releasesClaim)
  return {
    writer,
    number,
    at,
    previous: head.hash,
    header: Buffer.from(batchHeader(writer, number, head.hash, at, hold)),
    digests,
    ...(texts.length > 0 && { messages: `[${texts.join(',')}]` }),
    ...(eventTexts.length > 0 && { events: `[${eventTexts.join(',')}]` }),
    ...(claims.length > 0 && { claims: JSON.stringify(claims) }),
    ...companions,
    ...(releases.length > 0 && { releases: releases.map(({ message }) => message.sessionId) }),
    ...(hold && {
      holdKey: hold.keyId,
      holdOpener: hold.opener,
      holdCompartments: JSON.stringify(hold.compartments),
      holdBytes: hold.bytes,
      holdPieces: hold.pieces,
      holdPieceBytes,
      holdDigest: hold.digest,
    }),
  }
}

/** The text of a record; its payloads join those of the flight. */
function textOf(
  { message, payloads, written = [] }: MessageEntry,
  instance: string,
  stowage: Stowage,
): string {
  const stored = [...written]
  for (const { direction, payload, stretch, plain } of directionsOf(payloads)) {
    const divided = divide(payload, stretch)
    const compartment = stowage.add({ sessionId: message.sessionId, direction, divided })
    stored.push({ direction, compartment, ...(plain !== undefined && { plain }) })
  }
  return messageText(
    messageColumns(message, instance),
    JSON.stringify(message.stageTimes),
    JSON.stringify(stored),
  )
}

const claimsOf = (messages: readonly MessageEntry[]): object[] =>
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
  )

function companionsOf(messages: readonly MessageEntry[]): Partial<BatchValues> {
  const moves: object[] = []
  const parts: Uint8Array[] = []
  let start = 0
  for (const { message, companion } of messages) {
    if (companion === undefined) continue
    const { move, bytes } = companion
    const length = bytes?.byteLength ?? 0
    moves.push({ ...move, session_id: message.sessionId, ...(bytes && { start, length }) })
    if (bytes !== undefined) parts.push(bytes)
    start += length
  }
  if (moves.length === 0) return {}
  const text = JSON.stringify(moves, (_, value: unknown) => storableMember(value))
  return { companions: text, companionBytes: Buffer.concat(parts) }
}
