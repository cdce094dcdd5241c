import { hash } from 'node:crypto'
import type { HoldMark } from './chain-head.ts'
import type { FlightBlob } from './flight-blob.ts'
import type { JournalKey } from './journal-key.ts'
import type { Divided } from './payload.ts'
import {
  decrypt,
  type PayloadCipher,
  PayloadError,
  type SealedBy,
  type Use,
} from './payload-cipher.ts'
import type { Direction } from './records.ts'

/** With what stands beside it such a piece fills a page of PostgreSQL, so that none of it is stored out of line. */
export const holdPieceBytes = 8_000

/** One payload among those that fly together. */
export interface Stowed {
  readonly sessionId: string
  readonly direction: Direction
  readonly divided: Divided
}

/** Whose hold it is: that of one batch. */
export interface HoldPlace {
  readonly writer: string
  readonly number: number
}

/** The payloads of a flight as they are stored. */
export interface Hold extends HoldMark, SealedBy {
  readonly viewLength: number
  /** Two encrypted texts one behind the other: the views, then what was cut out of them (if anything was). */
  readonly bytes: Buffer
}

interface Stowing {
  readonly cipher: PayloadCipher
  readonly place: HoldPlace
  /** Of the batch, as `timeText` writes it. */
  readonly at: string
  /** Of the lane: what is not encrypted yet, and what is. */
  readonly plain: FlightBlob
  readonly blob: FlightBlob
}

/**
 * Encrypts all payloads of a flight at once: a cipher for each costs more than the encryption itself. A directory stands
 * before them, encrypted with them, so that nobody who may write into the database can have one taken for another.
 */
export function stow(stowed: readonly Stowed[], stowing: Stowing): Hold | undefined {
  if (stowed.length === 0) return undefined
  const { cipher, place, at, blob } = stowing
  blob.clear()
  const viewLength = seal(
    'view',
    stowed.map(({ divided }) => ({ parts: divided.view, length: divided.viewLength })),
  )
  if (stowed.some(({ divided }) => divided.cut !== undefined)) {
    seal(
      'evidence',
      stowed.map(({ divided: { cut } }) => ({ parts: cut ? [cut] : [], length: cut?.length ?? 0 })),
    )
  }
  const bytes = blob.whole()
  const stored = { ...place, keyId: cipher.keyId, opener: cipher.opener, at, viewLength }
  const length = bytes.length
  return {
    keyId: cipher.keyId,
    opener: cipher.opener,
    viewLength,
    bytes,
    pieces: Math.ceil(length / holdPieceBytes),
    digest: holdDigest({ ...stored, length, sha256: hash('sha256', bytes, 'hex') }),
  }

  function seal(
    use: Use,
    contents: readonly { parts: readonly Uint8Array[]; length: number }[],
  ): number {
    const { plain } = stowing
    plain.clear()
    const entries = stowed.map(({ sessionId, direction }, index): Entry => [
      sessionId,
      direction,
      contents[index]!.length,
    ])
    plain.add(Buffer.from(`${JSON.stringify(entries)}\n`))
    for (const { parts } of contents) for (const part of parts) plain.add(part)
    return cipher.encrypt(use, [plain.whole()], about(place, use), (length) => blob.room(length))
      .length
  }
}

type Entry = readonly [sessionId: string, direction: Direction, length: number]

const about = ({ writer, number }: HoldPlace, use: Use): string =>
  `hold ${writer} ${number} ${use === 'view' ? 'view' : 'cut'}`

/** What is hashed of a stored hold. */
export interface StoredHold extends HoldPlace {
  readonly keyId: string
  readonly opener: string
  readonly at: string
  readonly viewLength: number
  readonly length: number
  /** Of the bytes, hex. */
  readonly sha256: string
}

/** Proves a hold without a key. */
export const holdDigest = (stored: StoredHold): Buffer =>
  hash(
    'sha256',
    `${stored.writer} ${stored.number} ${stored.keyId} ${stored.opener} ${stored.at} ${stored.viewLength} ${stored.length} ${stored.sha256}\n`,
    'buffer',
  )

/** A hold as it was read. */
export interface ReadHold extends HoldPlace, SealedBy {
  readonly viewLength: number
  readonly bytes: Buffer
}

/**
 * One payload of a hold: its view or, for evidence, what was cut out of it. Undefined when it is not there. Throws
 * PayloadError.
 */
export function takeOut(
  key: JournalKey,
  hold: ReadHold,
  { sessionId, direction }: Omit<Stowed, 'divided'>,
  use: Use,
): Buffer | undefined {
  const { viewLength } = hold
  const sealed =
    use === 'view' ? hold.bytes.subarray(0, viewLength) : hold.bytes.subarray(viewLength)
  if (use === 'evidence' && sealed.length === 0) return undefined
  const what = `The ${direction} of session ${sessionId}`
  const plain = decrypt(key, hold, use, sealed, { about: about(hold, use), what })
  const end = plain.indexOf(0x0a)
  const entries: readonly Entry[] = JSON.parse(plain.toString('utf8', 0, end))
  let start = end + 1
  for (const [session, way, length] of entries) {
    if (session === sessionId && way === direction) {
      return length === 0 ? undefined : plain.subarray(start, start + length)
    }
    start += length
  }
  throw new PayloadError(
    `${what} was altered: its record speaks of a batch that does not hold it. arna journal verify says more.`,
  )
}
