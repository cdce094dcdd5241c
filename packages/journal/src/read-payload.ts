import type { Transaction } from '@arna/database'
import { type ReadCompartment, takeOut } from './hold.ts'
import type { JournalKey } from './journal-key.ts'
import { readView, rejoin, type Viewed } from './payload.ts'
import { PayloadError, type Use } from './payload-cipher.ts'
import { type SealedPiece, unseal } from './pieces.ts'
import type { Direction, StoredPayload } from './records.ts'

export interface ReadOptions {
  readonly key: JournalKey
  /** The partitions to look into. */
  readonly from: Date
  readonly to: Date
  /** Of a reply: the claim that it must answer; the reply to another one is none. */
  readonly answers?: Uint8Array | undefined
}

/** The payload as a viewer sees it, without its password; undefined when it is not kept (any more). Throws PayloadError. */
export async function viewPayload(
  database: Transaction,
  sessionId: string,
  direction: Direction,
  options: ReadOptions,
): Promise<Viewed | undefined> {
  const stored = await findStored(database, sessionId, direction, options)
  return stored && readView(stored.read('view')!)
}

/** The bytes exactly as they came or went. Throws PayloadError. */
export async function exactPayload(
  database: Transaction,
  sessionId: string,
  direction: Direction,
  { answers, ...options }: ReadOptions,
): Promise<Buffer | undefined> {
  const stored = await findStored(database, sessionId, direction, options)
  if (stored === undefined) return undefined
  const viewed = readView(stored.read('view')!)
  if (answers !== undefined && viewed.answers !== Buffer.from(answers).toString('hex')) {
    return undefined
  }
  if (viewed.stretch === undefined) {
    return rejoin(viewed, viewed.cutAt.length > 0 ? stored.read('evidence') : undefined, undefined)
  }
  const answer = await exactPayload(database, sessionId, 'answer', options)
  if (answer === undefined) {
    throw new PayloadError(
      `The ${direction} of session ${sessionId} shares bytes with the answer, and the answer is gone: it cannot be re-joined.`,
    )
  }
  return rejoin(viewed, undefined, answer)
}

/** A payload where it was found, still encrypted. */
interface Stored {
  /** Undefined when nothing was cut out of it. Throws PayloadError. */
  read(use: Use): Buffer | undefined
}

/**
 * A write whose acknowledgement was lost may have been repeated: then two records speak of the same bytes, each of its
 * own. The later one is read.
 */
async function findStored(
  database: Transaction,
  sessionId: string,
  direction: Direction,
  options: ReadOptions,
): Promise<Stored | undefined> {
  const records = await database.query<RecordRow>(
    `select writer, batch, at::text as at, payloads from journal_message
     where session_id = $1 and at >= $2 and at < $3 order by journal_message.at desc, batch desc`,
    [sessionId, options.from, options.to],
  )
  for (const { writer, batch, at, payloads } of records) {
    const named = payloads.find((one) => one.direction === direction)
    if (named === undefined) continue
    if ('pieces' in named) return findPieces(database, sessionId, direction, options)
    const found = await findCompartment(database, { writer, batch, at }, named.compartment)
    return (
      found && {
        read: (use) => takeOut(options.key, found, { sessionId, direction }, use),
      }
    )
  }
  return undefined
}

interface RecordRow {
  readonly writer: string
  readonly batch: number
  readonly at: string
  readonly payloads: readonly StoredPayload[]
}

interface CompartmentRow {
  readonly key_id: string
  readonly opener: string
  readonly view_length: number
  readonly bytes: Buffer
}

/** All rows of a batch have its time. */
async function findCompartment(
  database: Transaction,
  { writer, batch: number, at }: Pick<RecordRow, 'writer' | 'batch' | 'at'>,
  compartment: number,
): Promise<ReadCompartment | undefined> {
  const rows = await database.query<CompartmentRow>(
    `select key_id, opener, view_length, bytes from journal_hold
     where writer = $1 and batch = $2 and compartment = $3 and at = $4::timestamptz order by piece`,
    [writer, number, compartment, at],
  )
  const [first] = rows
  if (first === undefined) return undefined
  return {
    writer,
    number,
    compartment,
    keyId: first.key_id,
    opener: first.opener,
    viewLength: first.view_length,
    bytes: Buffer.concat(rows.map(({ bytes }) => bytes)),
  }
}

interface PieceRow {
  readonly made: string
  readonly session_id: string
  readonly direction: Direction
  readonly piece: number
  readonly key_id: string
  readonly opener: string
  readonly view: Buffer
  readonly cut: Buffer | null
}

/** Pieces of one set were made by one open journal at one time. */
async function findPieces(
  database: Transaction,
  sessionId: string,
  direction: Direction,
  { key, from, to }: ReadOptions,
): Promise<Stored | undefined> {
  const rows = await database.query<PieceRow>(
    `select at::text as made, session_id, direction, piece, key_id, opener, view, cut from journal_payload
     where session_id = $1 and direction = $2 and at >= $3 and at < $4 order by at desc, opener, piece`,
    [sessionId, direction, from, to],
  )
  const [last] = rows
  if (last === undefined) return undefined
  const set = rows.filter((row) => row.made === last.made && row.opener === last.opener)
  const pieces = set.map((row): SealedPiece => ({
    sessionId: row.session_id,
    direction: row.direction,
    piece: row.piece,
    keyId: row.key_id,
    opener: row.opener,
    view: row.view,
    cut: row.cut ?? undefined,
  }))
  const [first] = pieces
  return {
    read: (use) => {
      if (use === 'evidence') return first!.cut && unseal(key, first!, pieces.length, use)
      const views = pieces.map((piece) => unseal(key, piece, pieces.length, use))
      return views.length === 1 ? views[0] : Buffer.concat(views)
    },
  }
}
