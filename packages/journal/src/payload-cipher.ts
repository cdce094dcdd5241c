import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hash,
  type KeyObject,
  randomUUID,
} from 'node:crypto'
import { deriveKey, type JournalKey } from './journal-key.ts'
import { type Divided, divide, lengthOf, type Payload, type Stretch } from './payload.ts'
import type { Direction, StoredPayload } from './records.ts'

/** Large payloads are encrypted and written in pieces of so many bytes: never a second whole copy in memory. */
const pieceBytes = 256 * 1024

const nonceBytes = 12
const tagBytes = 16
const algorithm = 'aes-256-gcm'

/** A row of journal_payload without its time. */
export interface SealedPiece {
  readonly sessionId: string
  readonly direction: Direction
  readonly piece: number
  readonly keyId: string
  readonly opener: string
  /** nonce, ciphertext, tag */
  readonly view: Buffer
  readonly cut: Buffer | undefined
}

export interface PayloadCipher {
  /** Encrypts piece by piece, as they are asked for. */
  seal(
    sessionId: string,
    direction: Direction,
    payload: Payload,
    options?: SealOptions,
  ): Generator<SealedPiece>
}

interface SealOptions {
  readonly stretch?: Stretch | undefined
  /** Where view and cut are written, one behind the other; memory of their own when left out. */
  readonly room?: (length: number) => Buffer
}

/**
 * AES-256-GCM. A nonce must never be used twice with one key, so both are unique by construction: the keys are derived
 * for this open journal alone (HKDF with its random id), the nonce is its own counter. A random nonce would be used up
 * after 2³² pieces, which a busy gateway has within a fortnight.
 */
export function openPayloadCipher(key: JournalKey, opener: string = randomUUID()): PayloadCipher {
  const secret = key.secrets.get(key.current)!
  // As key objects: made of a buffer anew for each piece they cost more than the encryption.
  const viewKey = createSecretKey(deriveKey(secret, 'view', opener))
  const evidenceKey = createSecretKey(deriveKey(secret, 'evidence', opener))
  const nonce = Buffer.alloc(nonceBytes)
  let counter = 0

  const encrypt = (
    secretKey: KeyObject,
    plain: readonly Uint8Array[],
    length: number,
    about: string,
    room: (length: number) => Buffer,
  ): Buffer => {
    if (++counter > Number.MAX_SAFE_INTEGER) throw new RangeError('the nonces are used up')
    nonce.writeBigUInt64BE(BigInt(counter), nonceBytes - 8)
    const cipher = createCipheriv(algorithm, secretKey, nonce)
    cipher.setAAD(Buffer.from(about))
    const sealed = room(nonceBytes + length + tagBytes)
    let end = nonce.copy(sealed)
    for (const part of plain) end += cipher.update(part).copy(sealed, end)
    cipher.final()
    cipher.getAuthTag().copy(sealed, end)
    return sealed
  }

  return {
    *seal(sessionId, direction, payload, { stretch, room = ownRoom } = {}) {
      const divided = divide(payload, stretch)
      const count = Math.max(1, Math.ceil(divided.viewLength / pieceBytes))
      let piece = 0
      for (const { parts, length } of piecesOf(divided)) {
        const about = boundTo(sessionId, direction, piece, count)
        yield {
          sessionId,
          direction,
          piece,
          keyId: key.current,
          opener,
          view: encrypt(viewKey, parts, length, `${about} view`, room),
          cut:
            piece === 0 && divided.cut !== undefined
              ? encrypt(evidenceKey, [divided.cut], divided.cut.length, `${about} cut`, room)
              : undefined,
        }
        piece++
      }
    },
  }
}

const ownRoom = (length: number): Buffer => Buffer.allocUnsafe(length)

/** Whether a payload goes in one piece, together with the records of others. */
export const isSmall = (payload: Payload): boolean => lengthOf(payload) < pieceBytes - 1024

/** A piece moved to another place, or left away, does not decrypt. */
const boundTo = (sessionId: string, direction: Direction, piece: number, count: number): string =>
  `${sessionId} ${direction} ${piece}/${count}`

function* piecesOf({ view, viewLength }: Divided): Generator<{
  readonly parts: readonly Uint8Array[]
  readonly length: number
}> {
  if (viewLength <= pieceBytes) {
    yield { parts: view, length: viewLength }
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
        yield { parts, length }
        parts = []
        length = 0
      }
    }
  }
  if (length > 0) yield { parts, length }
}

/** The payload cannot be read: no key, or not the bytes that were stored. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError'
}

/** Decrypts one piece for a viewer or, with `evidence`, what was cut out of it. Throws PayloadError. */
export function unseal(
  key: JournalKey,
  sealed: SealedPiece,
  count: number,
  use: 'view' | 'evidence',
): Buffer {
  const secret = key.secrets.get(sealed.keyId)
  if (secret === undefined) {
    throw new PayloadError(
      `The payload is encrypted with the key ${sealed.keyId}, which ${key.path} does not hold: give the key file that does.`,
    )
  }
  const bytes = use === 'view' ? sealed.view : sealed.cut!
  const { sessionId, direction, piece } = sealed
  const about = `${boundTo(sessionId, direction, piece, count)} ${use === 'view' ? 'view' : 'cut'}`
  try {
    const nonce = bytes.subarray(0, nonceBytes)
    const decipher = createDecipheriv(algorithm, deriveKey(secret, use, sealed.opener), nonce, {
      authTagLength: tagBytes,
    })
    decipher.setAAD(Buffer.from(about))
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch (error) {
    throw new PayloadError(
      `Piece ${piece} of the ${direction} of session ${sessionId} was altered since it was stored, or its key is another one: arna journal verify says which.`,
      { cause: error },
    )
  }
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
export function storedPayload(
  direction: Direction,
  lines: readonly string[],
  plain?: string,
): StoredPayload {
  return {
    direction,
    pieces: lines.length,
    stored: hash('sha256', lines.join(''), 'hex'),
    ...(plain !== undefined && { plain }),
  }
}
