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

/** Who reads one payload reads its compartment: so much of it, unless one payload alone is larger. */
const compartmentBytes = 32 * 1024

/** One payload among those that fly together. */
interface Stowed {
  readonly sessionId: string
  readonly direction: Direction
  readonly divided: Divided
}

/** Of which batch. */
interface HoldPlace {
  readonly writer: string
  readonly number: number
}

/** Two encrypted texts one behind the other: the views, then what was cut out of them (if anything was). */
interface Compartment {
  readonly compartment: number
  /** Among the bytes of the hold. */
  readonly start: number
  readonly length: number
  readonly view_length: number
}

/** The payloads of a flight as they are stored. */
export interface Hold extends HoldMark, SealedBy {
  readonly compartments: readonly Compartment[]
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
 * Gathers the payloads of a flight and encrypts some 32 KB of them at once: a cipher for each payload costs more than the
 * encryption itself. A directory stands before them, encrypted with them, so that nobody who may write into the database
 * can have one taken for another.
 */
export class Stowage {
  readonly #compartments: Stowed[][] = []
  #room = 0

  get isEmpty(): boolean {
    return this.#compartments.length === 0
  }

  /** Says in which compartment it lies. */
  add(stowed: Stowed): number {
    const length = stowed.divided.viewLength + (stowed.divided.cut?.length ?? 0)
    if (this.isEmpty || length > this.#room) {
      this.#compartments.push([])
      this.#room = compartmentBytes
    }
    this.#room -= length
    this.#compartments.at(-1)!.push(stowed)
    return this.#compartments.length - 1
  }

  seal({ cipher, place, at, plain, blob }: Stowing): Hold {
    blob.clear()
    let start = 0
    const compartments = this.#compartments.map((stowed, compartment): Compartment => {
      const encrypt = (use: Use, partsOf: (divided: Divided) => readonly Uint8Array[]): number => {
        plain.clear()
        const contents = stowed.map(({ divided }) => partsOf(divided))
        const entries = stowed.map(({ sessionId, direction }, index): Entry => [
          sessionId,
          direction,
          contents[index]!.reduce((sum, { byteLength }) => sum + byteLength, 0),
        ])
        plain.add(Buffer.from(`${JSON.stringify(entries)}\n`))
        for (const parts of contents) for (const part of parts) plain.add(part)
        const bound = about(place, compartment, use)
        return cipher.encrypt(use, [plain.whole()], bound, (length) => blob.room(length)).length
      }
      const viewLength = encrypt('view', ({ view }) => view)
      const hasCut = stowed.some(({ divided }) => divided.cut !== undefined)
      const cutLength = hasCut ? encrypt('evidence', ({ cut }) => (cut ? [cut] : [])) : 0
      const length = viewLength + cutLength
      start += length
      return { compartment, start: start - length, length, view_length: viewLength }
    })
    const bytes = blob.whole()
    const { keyId, opener } = cipher
    const stored = compartments.map((one): StoredCompartment => ({
      ...place,
      ...one,
      keyId,
      opener,
      at,
      viewLength: one.view_length,
      sha256: hash('sha256', bytes.subarray(one.start, one.start + one.length), 'hex'),
    }))
    return {
      keyId,
      opener,
      compartments,
      bytes,
      pieces: compartments.reduce((sum, { length }) => sum + Math.ceil(length / holdPieceBytes), 0),
      digest: holdDigest(stored),
    }
  }
}

type Entry = readonly [sessionId: string, direction: Direction, length: number]

const about = ({ writer, number }: HoldPlace, compartment: number, use: Use): string =>
  `hold ${writer} ${number} ${compartment} ${use === 'view' ? 'view' : 'cut'}`

/** What is hashed of a stored compartment. */
export interface StoredCompartment extends HoldPlace {
  readonly compartment: number
  readonly keyId: string
  readonly opener: string
  readonly at: string
  readonly viewLength: number
  readonly length: number
  /** Of the bytes, hex. */
  readonly sha256: string
}

/** Proves a hold without a key. */
export const holdDigest = (stored: readonly StoredCompartment[]): Buffer =>
  hash('sha256', stored.map(compartmentLine).join(''), 'buffer')

const compartmentLine = (one: StoredCompartment): string =>
  `${one.writer} ${one.number} ${one.compartment} ${one.keyId} ${one.opener} ${one.at} ${one.viewLength} ${one.length} ${one.sha256}\n`

/** A compartment as it was read. */
export interface ReadCompartment extends HoldPlace, SealedBy {
  readonly compartment: number
  readonly viewLength: number
  readonly bytes: Buffer
}

/**
 * One payload of a compartment: its view or, for evidence, what was cut out of it; undefined when nothing was. Throws
 * PayloadError.
 */
export function takeOut(
  key: JournalKey,
  read: ReadCompartment,
  { sessionId, direction }: Omit<Stowed, 'divided'>,
  use: Use,
): Buffer | undefined {
  const { viewLength, compartment } = read
  const sealed =
    use === 'view' ? read.bytes.subarray(0, viewLength) : read.bytes.subarray(viewLength)
  if (use === 'evidence' && sealed.length === 0) return undefined
  const what = `The ${direction} of session ${sessionId}`
  const plain = decrypt(key, read, use, sealed, { about: about(read, compartment, use), what })
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
