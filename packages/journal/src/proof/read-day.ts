import type { Transaction } from '@arna/database'
import { type Seal, sealColumns } from '../seal.ts'
import { type Span, spanOf } from './days.ts'
import type {
  BatchLine,
  ChainLine,
  EventLine,
  HoldLine,
  MessageLine,
  PayloadLine,
  Place,
} from './chain-line.ts'

/** Which payloads come along: none, what proves them, or their bytes too. */
export type WithPayloads = 'none' | 'digests' | 'bytes'

const rowsAtOnce = 1000
const largeRowsAtOnce = 16

const time = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`
/** Two values, so that the other partitions stay out of the plan. */
const inDay = `at >= $1::timestamptz and at < $2::timestamptz`
const place = `${time}, writer, batch::float8 as batch, position`

const batches = `
  select ${time}, writer, number::float8 as number, encode(previous, 'hex') as previous, encode(hash, 'hex') as hash,
    encode(digests, 'hex') as digests, encode(hold_digest, 'hex') as hold_digest, hold_pieces
  from journal_batch where ${inDay} order by writer, number`

const messageColumns = `
  ${place}, kind, instance, session_id, message_id, sender_id, service_id, certificate, registry::float8 as registry,
  digest, bytes::float8 as bytes, stage, fault_code, detail, repeat_of, waiver, http_status, remote_address,
  stage_times::text as stage_times, payloads::text as payloads`

const messages = `select ${messageColumns} from journal_message where ${inDay} order by writer, batch, position`

/** The records of one session, oldest first; of every day unless told. */
export const messageLines = (
  transaction: Transaction,
  sessionId: string,
  from?: Date,
  to?: Date,
): Promise<MessageLine[]> =>
  transaction.query(
    `select ${messageColumns} from journal_message
     where session_id = $1 and journal_message.at >= coalesce($2::timestamptz, '-infinity')
       and journal_message.at < coalesce($3::timestamptz, 'infinity')
     order by journal_message.at, writer, batch, position`,
    [sessionId, from, to],
  )

const eventColumns = `${place}, event, instance, actor, detail, data::text as data`

/** The events of one word since a time. */
export const eventLines = (
  transaction: Transaction,
  event: string,
  since: string,
): Promise<EventLine[]> =>
  transaction.query(
    `select ${eventColumns} from journal_event where event = $1 and journal_event.at >= $2 order by journal_event.at`,
    [event, since],
  )

const events = `
  select ${eventColumns} from journal_event where ${inDay} order by writer, batch, position`

const payloads = (withBytes: boolean): string => `
  select ${time}, session_id, direction, piece, key_id, opener, length(view) as view_length, length(cut) as cut_length,
    encode(sha256(view || coalesce(cut, '')), 'hex') as digest
    ${withBytes ? `, encode(view, 'base64') as view, encode(cut, 'base64') as cut` : ''}
  from journal_payload where ${inDay} and session_id = any ($3::uuid[]) order by session_id, direction, piece`

const compartments = (withBytes: boolean): string => `
  select to_char(made at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, writer, batch::float8 as batch, compartment,
    key_id, opener, view_length, count(*)::integer as pieces,
    min(piece) = 0 and max(piece) = count(*) - 1 and count(distinct piece) = count(*) as in_order,
    sum(length(bytes))::float8 as length, encode(sha256(string_agg(bytes, '' order by piece)), 'hex') as digest
    ${withBytes ? `, encode(string_agg(bytes, '' order by piece), 'base64') as bytes` : ''}
  from (select *, at as made from journal_hold where ${inDay}
        and (writer, batch) in (select * from unnest($3::uuid[], $4::bigint[]))) as hold
  group by made, writer, batch, compartment, key_id, opener, view_length order by compartment`

/** A day's lines, in a transaction that sees one moment (`oneMoment`). */
export async function* readDay(
  transaction: Transaction,
  day: string,
  withPayloads: WithPayloads,
): AsyncGenerator<ChainLine> {
  const span = spanOf(day)
  const records = inOrder(
    withPieces(transaction, span, withPayloads),
    recordsOfEvents(transaction, span),
  )
  let next = await records.next()
  for await (const { batch, holds } of withHolds(transaction, span, withPayloads)) {
    // What no batch names comes before the batch that would be next.
    while (next.done !== true && comesBefore(next.value.place, batch)) {
      yield* next.value.lines
      next = await records.next()
    }
    yield { batch }
    for (const hold of holds) yield { hold }
    while (next.done !== true && belongs(next.value.place, batch)) {
      yield* next.value.lines
      next = await records.next()
    }
  }
  for (; next.done !== true; next = await records.next()) yield* next.value.lines
}

interface Lines {
  readonly place: Place
  readonly lines: readonly ChainLine[]
}

async function* recordsOfEvents(transaction: Transaction, span: Span): AsyncGenerator<Lines> {
  for await (const event of cursor<EventLine>(transaction, 'event', events, span)) {
    yield { place: event, lines: [{ event }] }
  }
}

/** Each batch with its hold, looked up for many batches at once. */
async function* withHolds(
  transaction: Transaction,
  span: Span,
  withPayloads: WithPayloads,
): AsyncGenerator<{ readonly batch: BatchLine; readonly holds: readonly HoldLine[] }> {
  const size = withPayloads === 'bytes' ? largeRowsAtOnce : rowsAtOnce
  for await (const chunk of chunks<BatchLine>(transaction, 'batch', batches, span, size)) {
    const found = new Map<string, HoldLine[]>()
    const loaded = chunk.filter((batch) => batch.hold_digest !== null)
    if (withPayloads !== 'none' && loaded.length > 0) {
      const rows = await transaction.query<HoldLine>(compartments(withPayloads === 'bytes'), [
        ...span,
        loaded.map(({ writer }) => writer),
        loaded.map(({ number }) => number),
      ])
      for (const row of rows) {
        const key = `${row.writer} ${row.batch}`
        found.set(key, [...(found.get(key) ?? []), row])
      }
    }
    for (const batch of chunk) {
      yield { batch, holds: found.get(`${batch.writer} ${batch.number}`) ?? [] }
    }
  }
}

/** Each message with the pieces of its payloads, looked up for many messages at once. */
async function* withPieces(
  transaction: Transaction,
  span: Span,
  withPayloads: WithPayloads,
): AsyncGenerator<Lines> {
  const size = withPayloads === 'bytes' ? largeRowsAtOnce : rowsAtOnce
  for await (const chunk of chunks<MessageLine>(transaction, 'message', messages, span, size)) {
    const found = new Map<string, PayloadLine[]>()
    const sessions = chunk.map((message) => message.session_id)
    if (withPayloads !== 'none' && chunk.some((message) => message.payloads.includes('pieces'))) {
      const rows = await transaction.query<PayloadLine>(payloads(withPayloads === 'bytes'), [
        ...span,
        sessions,
      ])
      for (const row of rows) {
        const key = `${row.session_id} ${row.direction}`
        found.set(key, [...(found.get(key) ?? []), row])
      }
    }
    for (const message of chunk) {
      const pieces = directionsIn(message.payloads).flatMap(
        (direction) => found.get(`${message.session_id} ${direction}`) ?? [],
      )
      yield { place: message, lines: [{ message }, ...pieces.map((payload) => ({ payload }))] }
    }
  }
}

/** A record that was altered may say anything here. */
function directionsIn(stored: string): string[] {
  try {
    const value: unknown = JSON.parse(stored)
    if (!Array.isArray(value)) return []
    return value.map((one: { direction?: unknown }) => String(one?.direction))
  } catch {
    return []
  }
}

async function* inOrder(
  left: AsyncGenerator<Lines>,
  right: AsyncGenerator<Lines>,
): AsyncGenerator<Lines> {
  let [one, other] = [await left.next(), await right.next()]
  while (one.done !== true || other.done !== true) {
    if (other.done === true || (one.done !== true && isLess(one.value.place, other.value.place))) {
      yield one.value as Lines
      one = await left.next()
    } else {
      yield other.value
      other = await right.next()
    }
  }
}

const isLess = (left: Place, right: Place): boolean =>
  left.writer !== right.writer
    ? left.writer < right.writer
    : left.batch !== right.batch
      ? left.batch < right.batch
      : left.position < right.position

const belongs = (record: Place, { writer, number }: BatchLine): boolean =>
  record.writer === writer && record.batch === number

const comesBefore = (record: Place, { writer, number }: BatchLine): boolean =>
  record.writer === writer ? record.batch < number : record.writer < writer

async function* cursor<Row extends object>(
  transaction: Transaction,
  name: string,
  text: string,
  values: readonly unknown[],
): AsyncGenerator<Row> {
  for await (const rows of chunks<Row>(transaction, name, text, values, rowsAtOnce)) yield* rows
}

async function* chunks<Row extends object>(
  transaction: Transaction,
  name: string,
  text: string,
  values: readonly unknown[],
  size: number,
): AsyncGenerator<Row[]> {
  await transaction.query(`declare ${name}_lines no scroll cursor for ${text}`, values)
  for (;;) {
    const rows = await transaction.query<Row>(`fetch ${size} from ${name}_lines`)
    if (rows.length > 0) yield rows
    if (rows.length < size) break
  }
  await transaction.query(`close ${name}_lines`)
}

/** Seals made between two times; all of them when none is told. */
export async function* readSealRows(
  transaction: Transaction,
  from: string | undefined,
  to: string | undefined,
): AsyncGenerator<ChainLine> {
  const text = `select ${sealColumns} from journal_seal
    where at >= coalesce($1::timestamptz, '-infinity') and at < coalesce($2::timestamptz, 'infinity') order by number`
  for await (const seal of cursor<Seal>(transaction, 'seal', text, [from ?? null, to ?? null])) {
    yield { seal }
  }
}

/** Pieces of a day that no record of that day speaks of, no batch of that day has in its hold. */
export async function strayPieces(transaction: Transaction, day: string): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `select (select count(*) from journal_payload p where ${inDay} and not exists (
       select from journal_message m where m.session_id = p.session_id
         and m.at >= $1::timestamptz and m.at < $2::timestamptz
         and m.payloads::jsonb @> jsonb_build_array(jsonb_build_object('direction', p.direction))))
     + (select count(*) from journal_hold h where ${inDay} and not exists (
       select from journal_batch b where b.writer = h.writer and b.number = h.batch and b.hold_digest is not null
         and b.at >= $1::timestamptz and b.at < $2::timestamptz)) as count`,
    spanOf(day),
  )
  return row?.count ?? 0
}
