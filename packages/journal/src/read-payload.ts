import type { Transaction } from '@arna/database'
import type { JournalKey } from './journal-key.ts'
import { readView, rejoin, type Viewed } from './payload.ts'
import { PayloadError, type SealedPiece, unseal } from './payload-cipher.ts'
import type { Direction } from './records.ts'

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
  const pieces = await findPieces(database, sessionId, direction, options)
  return pieces.length === 0 ? undefined : viewOf(pieces, options.key)
}

/** The bytes exactly as they came or went. Throws PayloadError. */
export async function exactPayload(
  database: Transaction,
  sessionId: string,
  direction: Direction,
  { answers, ...options }: ReadOptions,
): Promise<Buffer | undefined> {
  const pieces = await findPieces(database, sessionId, direction, options)
  const [first] = pieces
  if (first === undefined) return undefined
  const viewed = viewOf(pieces, options.key)
  if (answers !== undefined && viewed.answers !== Buffer.from(answers).toString('hex')) {
    return undefined
  }
  const cut = first.cut && unseal(options.key, first, pieces.length, 'evidence')
  if (viewed.stretch === undefined) return rejoin(viewed, cut, undefined)
  const answer = await exactPayload(database, sessionId, 'answer', options)
  if (answer === undefined) {
    throw new PayloadError(
      `The ${direction} of session ${sessionId} shares bytes with the answer, and the answer is gone: it cannot be re-joined.`,
    )
  }
  return rejoin(viewed, undefined, answer)
}

function viewOf(pieces: readonly SealedPiece[], key: JournalKey): Viewed {
  const views = pieces.map((piece) => unseal(key, piece, pieces.length, 'view'))
  return readView(views.length === 1 ? views[0]! : Buffer.concat(views))
}

/**
 * A write whose acknowledgement was lost may have been repeated: then there are two sets of the same bytes, each made by one
 * open journal at one time. The later one is read.
 */
async function findPieces(
  database: Transaction,
  sessionId: string,
  direction: Direction,
  { from, to }: ReadOptions,
): Promise<SealedPiece[]> {
  const rows = await database.query<PieceRow>(
    `select at::text as made, session_id, direction, piece, key_id, opener, view, cut from journal_payload
     where session_id = $1 and direction = $2 and at >= $3 and at < $4 order by at desc, opener, piece`,
    [sessionId, direction, from, to],
  )
  const [last] = rows
  const set = rows.filter((row) => row.made === last?.made && row.opener === last?.opener)
  return set.map((row) => ({
    sessionId: row.session_id,
    direction: row.direction,
    piece: row.piece,
    keyId: row.key_id,
    opener: row.opener,
    view: row.view,
    cut: row.cut ?? undefined,
  }))
}
