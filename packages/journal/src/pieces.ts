import { createHash, hash } from 'node:crypto'
import type { JournalKey } from './journal-key.ts'
import { type Divided, divide, lengthOf, type Payload, type Stretch } from './payload.ts'
import { decrypt, type PayloadCipher, type SealedBy, type Use } from './payload-cipher.ts'
import type { Direction, StoredPieces } from './records.ts'

/** Large payloads are encrypted and written in pieces of so many bytes: never a second whole copy in memory. */
const pieceBytes = 256 * 1024

/** A row of journal_payload without its time. */
export interface SealedPiece extends SealedBy {
  readonly sessionId: string
  readonly direction: Direction
  readonly piece: number
  /** nonce, ciphertext, tag */
  readonly view: Buffer
  readonly cut: Buffer | undefined
}

/** Encrypts piece by piece, as they are asked for. */
export function* sealPieces(
  cipher: PayloadCipher,
  sessionId: string,
  direction: Direction,
  payload: Payload,
  stretch?: Stretch,
): Generator<SealedPiece> {
  const divided = divide(payload, stretch)
  const count = Math.max(1, Math.ceil(divided.viewLength / pieceBytes))
  let piece = 0
  for (const parts of piecesOf(divided)) {
    const about = boundTo(sessionId, direction, piece, count)
    yield {
      sessionId,
      direction,
      piece,
      keyId: cipher.keyId,
      opener: cipher.opener,
      view: cipher.encrypt('view', parts, `${about} view`),
      cut:
        piece === 0 && divided.cut !== undefined
          ? cipher.encrypt('evidence', [divided.cut], `${about} cut`)
          : undefined,
    }
    piece++
  }
}

/** Whether a payload goes in one piece, together with those of others. */
export const isSmall = (payload: Payload): boolean => lengthOf(payload) < pieceBytes - 1024

/** A piece moved to another place, or left away, does not decrypt. */
const boundTo = (sessionId: string, direction: Direction, piece: number, count: number): string =>
  `${sessionId} ${direction} ${piece}/${count}`

function* piecesOf({ view, viewLength }: Divided): Generator<readonly Uint8Array[]> {
  if (viewLength <= pieceBytes) {
    yield view
    return
  }
  let parts: Uint8Array[] = []
  let length = 0
  for (const whole of view) {
    for (let start = 0; start < whole.byteLength;) {
      const part = whole.subarray(start, start + pieceBytes - length)
      parts.push(part)
      length += part.byteLength
      start += part.byteLength
      if (length === pieceBytes) {
        yield parts
        parts = []
        length = 0
      }
    }
  }
  if (length > 0) yield parts
}

/** Decrypts one piece for a viewer or, for evidence, what was cut out of it. Throws PayloadError. */
export function unseal(key: JournalKey, sealed: SealedPiece, count: number, use: Use): Buffer {
  const { sessionId, direction, piece } = sealed
  return decrypt(key, sealed, use, use === 'view' ? sealed.view : sealed.cut!, {
    about: `${boundTo(sessionId, direction, piece, count)} ${use === 'view' ? 'view' : 'cut'}`,
    what: `Piece ${piece} of the ${direction} of session ${sessionId}`,
  })
}

/** What is hashed of a stored piece: everything but the session, which the record names. */
export interface StoredPiece {
  readonly piece: number
  readonly keyId: string
  readonly opener: string
  /** As `timeText` writes it. */
  readonly at: string
  readonly viewLength: number
  readonly cutLength: number | undefined
  /** SHA-256 of view and cut one after the other, hex. */
  readonly digest: string
}

export const pieceLine = (stored: StoredPiece): string =>
  `${stored.piece} ${stored.keyId} ${stored.opener} ${stored.at} ${stored.viewLength} ${stored.cutLength ?? '-'} ${stored.digest}\n`

export function storedPiece(sealed: SealedPiece, at: string): StoredPiece {
  const { piece, keyId, opener, view, cut } = sealed
  return {
    piece,
    keyId,
    opener,
    at,
    viewLength: view.length,
    cutLength: cut?.length,
    digest: cut === undefined ? hash('sha256', view, 'hex') : digestOfBoth(view, cut),
  }
}

const digestOfBoth = (view: Buffer, cut: Buffer): string =>
  createHash('sha256').update(view).update(cut).digest('hex')

/** How the record speaks of the pieces of one direction. */
export function storedPieces(
  direction: Direction,
  lines: readonly string[],
  plain?: string,
): StoredPieces {
  return {
    direction,
    pieces: lines.length,
    stored: hash('sha256', lines.join(''), 'hex'),
    ...(plain !== undefined && { plain }),
  }
}
