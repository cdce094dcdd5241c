import { createHash, hash } from 'node:crypto'
import type { Statement, Transaction } from '@arna/database'
import {
  pieceLine,
  type PayloadCipher,
  type SealedPiece,
  storedPayload,
  storedPiece,
} from './payload-cipher.ts'
import { partsOf, type Payload, type Payloads } from './payload.ts'
import {
  type Direction,
  type EventRecord,
  eventColumns,
  eventText,
  type MessageRecord,
  messageColumns,
  messageText,
  type StoredPayload,
} from './records.ts'
import { sharedStretch } from './shared-stretch.ts'
import { timeText } from './time-keeper.ts'

/** What an admission asks for: the signed bytes are this session's alone for a while. */
interface AdmissionClaim {
  readonly digest: Buffer | undefined
  readonly windowSeconds: number
  readonly deadlineSeconds: number
}

export interface MessageEntry {
  readonly message: MessageRecord
  readonly payloads: Payloads
  /** Pieces that this transaction has written already. */
  readonly written?: readonly StoredPayload[]
  readonly claim?: AdmissionClaim
  /** The same bytes may come again: the provider never saw them. */
  readonly releasesClaim?: boolean
}

export interface EventEntry {
  readonly event: EventRecord
  /** Its `data` as it is hashed and stored. */
  readonly data: string
}

/** Throws when the data is none that JSON can say. */
export const eventEntry = (event: EventRecord): EventEntry => ({
  event,
  // JSON takes a NUL and half a pair, PostgreSQL does not.
  data: JSON.stringify(event.data ?? {}, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  ),
})

/** Where a writer's chain stands. */
export interface Head {
  readonly number: number
  readonly hash: Buffer
}

export const chainStart: Head = { number: 0, hash: Buffer.alloc(32) }

export interface Flight {
  readonly writer: string
  readonly instance: string
  readonly head: Head
  readonly atMs: number
  readonly events: readonly EventEntry[]
  readonly messages: readonly MessageEntry[]
  readonly cipher: PayloadCipher | undefined
}

export interface Landed {
  readonly head: Head
  /** Sessions whose signed bytes are theirs now. */
  readonly claimed: ReadonlySet<string>
}

/** Covered by the hash of a batch, before the digests of its records. */
export const batchHeader = (writer: string, number: number, previous: Buffer, at: string): string =>
  `arna journal batch 1\n${writer}\n${number}\n${previous.toString('hex')}\n${at}\n`

/**
 * One statement: the claims, the records of those who got theirs, their payloads, and the batch that chains them. The
 * database hashes, since only it knows which claims were free.
 */
const insertBatch: Statement = {
  name: 'arna-journal-batch',
  text: `
  with claim as (
    select * from json_to_recordset($6::json) as c (session_id uuid, digest text, sender_id text, keeps float8, deadline float8)
  ), claimed as (
    insert into admission (session_id, digest, sender_id, admitted_at, expires_at, deadline)
    select session_id, decode(digest, 'hex'), sender_id, now(), now() + make_interval(secs => keeps), now() + make_interval(secs => deadline)
    from claim order by digest
    on conflict (digest) do update set session_id = excluded.session_id, sender_id = excluded.sender_id,
      admitted_at = excluded.admitted_at, expires_at = excluded.expires_at, deadline = excluded.deadline, settled = false
    where admission.settled and admission.expires_at <= now()
    returning session_id
  ), released as (
    update admission set settled = true, expires_at = now()
    where session_id in (
      select session_id from admission where session_id = any ($7::uuid[]) order by digest for update)
  ), asked as materialized (
    select * from rows from (json_to_recordset($8::json) as (
      kind text, instance text, session_id uuid, message_id text, sender_id text, service_id text, certificate text,
      registry bigint, digest text, bytes bigint, stage text, fault_code text, detail text, repeat_of uuid, waiver text,
      http_status integer, remote_address text, stage_times json, payloads json)) with ordinality
  ), written as materialized (
    select * from asked
    where not exists (select from claim where claim.session_id = asked.session_id)
       or exists (select from claimed where claimed.session_id = asked.session_id)
  ), message as (
    insert into journal_message (at, writer, batch, position, kind, instance, session_id, message_id, sender_id, service_id,
      certificate, registry, digest, bytes, stage, fault_code, detail, repeat_of, waiver, http_status, remote_address,
      stage_times, payloads)
    select $3::timestamptz, $1::uuid, $2::bigint, length($10::bytea) / 32 + row_number() over (order by ordinality), kind, instance, session_id, message_id,
      sender_id, service_id, certificate, registry, digest, bytes, stage, fault_code, detail, repeat_of, waiver, http_status,
      remote_address, stage_times, payloads
    from written
  ), event as (
    insert into journal_event (at, writer, batch, position, event, instance, actor, detail, data)
    select $3::timestamptz, $1::uuid, $2::bigint, ordinality, event, instance, actor, detail, data
    from rows from (json_to_recordset($9::json) as (event text, instance text, actor text, detail text, data json)) with ordinality
  ), payload as (
    insert into journal_payload (at, session_id, direction, piece, key_id, opener, view, cut)
    select $3::timestamptz, session_id, direction, piece, key_id, opener, substring($13::bytea from start + 1 for view_length),
           substring($13::bytea from start + view_length + 1 for cut_length)
    from json_to_recordset($12::json) as (session_id uuid, direction text, piece integer, key_id text, opener uuid,
      start integer, view_length integer, cut_length integer)
    where session_id in (select session_id from written)
  ), chain as (
    select $10::bytea || coalesce(string_agg(substring($11::bytea from (ordinality - 1)::integer * 32 + 1 for 32), ''::bytea
                                             order by ordinality), ''::bytea) as digests
    from written
  ), batch as (
    insert into journal_batch (writer, number, at, previous, hash, digests)
    select $1::uuid, $2::bigint, $3::timestamptz, $4::bytea, sha256($5::bytea || digests), digests from chain where digests <> ''
    returning hash
  )
  select (select hash from batch) as hash, (select json_agg(session_id) from claimed) as claimed`,
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
  const { writer, instance, head, events, messages } = flight
  const at = timeText(flight.atMs)
  const texts: string[] = []
  const digests = Buffer.allocUnsafe(messages.length * 32)
  const pieces: PieceRow[] = []
  const blobs: Buffer[] = []
  let blobLength = 0

  const load = (sealed: SealedPiece): void => {
    pieces.push({
      session_id: sealed.sessionId,
      direction: sealed.direction,
      piece: sealed.piece,
      key_id: sealed.keyId,
      opener: sealed.opener,
      start: blobLength,
      view_length: sealed.view.length,
      ...(sealed.cut && { cut_length: sealed.cut.length }),
    })
    blobs.push(sealed.view)
    if (sealed.cut !== undefined) blobs.push(sealed.cut)
    blobLength += sealed.view.length + (sealed.cut?.length ?? 0)
  }

  messages.forEach(({ message, payloads, written = [] }, index) => {
    const stored = [...written, ...sealAll(message.sessionId, payloads, flight.cipher, at, load)]
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
      blobLength === 0 ? noBytes : Buffer.concat(blobs, blobLength),
    ],
  }
}

function sealAll(
  sessionId: string,
  payloads: Payloads,
  cipher: PayloadCipher | undefined,
  at: string,
  load: (sealed: SealedPiece) => void,
): StoredPayload[] {
  const stored: StoredPayload[] = []
  for (const { direction, payload, stretch, plain } of directionsOf(payloads)) {
    if (cipher === undefined) throw new TypeError('a journal without a key keeps no payload')
    const lines: string[] = []
    for (const sealed of cipher.seal(sessionId, direction, payload, stretch)) {
      load(sealed)
      lines.push(pieceLine(storedPiece(sealed, at)))
    }
    stored.push(storedPayload(direction, lines, plain))
  }
  return stored
}

/** What is to be kept, in the order of the way; of the provider's answer no other column tells the digest. */
export function* directionsOf(payloads: Payloads): Generator<{
  readonly direction: Direction
  readonly payload: Payload
  readonly stretch: ReturnType<typeof sharedStretch>
  readonly plain: string | undefined
}> {
  const { request, answer, reply } = payloads
  if (request)
    yield { direction: 'request', payload: request, stretch: undefined, plain: undefined }
  if (answer)
    yield { direction: 'answer', payload: answer, stretch: undefined, plain: digestOf(answer) }
  if (reply) {
    const stretch = answer && sharedStretch(reply, answer)
    yield { direction: 'reply', payload: reply, stretch, plain: undefined }
  }
}

function digestOf(payload: Payload): string {
  const digest = createHash('sha256')
  for (const part of partsOf(payload)) digest.update(part)
  return digest.digest('hex')
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
