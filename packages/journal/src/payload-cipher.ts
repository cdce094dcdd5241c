import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomUUID,
} from 'node:crypto'
import { deriveKey, type JournalKey } from './journal-key.ts'

const nonceBytes = 12
const tagBytes = 16
const algorithm = 'aes-256-gcm'

/** What the key is for: a viewer reads without passwords, evidence needs them. */
export type Use = 'view' | 'evidence'

/** Who encrypted: keys are derived for each open journal. */
export interface SealedBy {
  readonly keyId: string
  readonly opener: string
}

export interface PayloadCipher extends SealedBy {
  /**
   * nonce, ciphertext, tag of the parts one behind the other, bound to what they are about; in memory of their own unless
   * room is given.
   */
  encrypt(use: Use, parts: readonly Uint8Array[], about: string, room?: Room): Buffer
}

type Room = (length: number) => Buffer

/**
 * AES-256-GCM. A nonce must never be used twice with one key, so both are unique by construction: the keys are derived
 * for this open journal alone (HKDF with its random id), the nonce is its own counter. A random nonce would be used up
 * after 2³² encryptions, which a busy gateway has within a fortnight.
 */
export function openPayloadCipher(key: JournalKey, opener: string = randomUUID()): PayloadCipher {
  const secret = key.secrets.get(key.current)!
  // As key objects: made of a buffer anew each time they cost more than the encryption.
  const keys: Readonly<Record<Use, KeyObject>> = {
    view: createSecretKey(deriveKey(secret, 'view', opener)),
    evidence: createSecretKey(deriveKey(secret, 'evidence', opener)),
  }
  const nonce = Buffer.alloc(nonceBytes)
  let counter = 0

  return {
    keyId: key.current,
    opener,
    encrypt: (use, parts, about, room = ownRoom) => {
      if (++counter > Number.MAX_SAFE_INTEGER) throw new RangeError('the nonces are used up')
      nonce.writeBigUInt64BE(BigInt(counter), nonceBytes - 8)
      const cipher = createCipheriv(algorithm, keys[use], nonce)
      cipher.setAAD(Buffer.from(about))
      const length = parts.reduce((sum, { byteLength }) => sum + byteLength, 0)
      const sealed = room(nonceBytes + length + tagBytes)
      let end = nonce.copy(sealed)
      for (const part of parts) end += cipher.update(part).copy(sealed, end)
      cipher.final()
      cipher.getAuthTag().copy(sealed, end)
      return sealed
    },
  }
}

const ownRoom: Room = (length) => Buffer.allocUnsafe(length)

/** The payload cannot be read: no key, or not the bytes that were stored. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError'
}

/** Throws PayloadError; `what` is the beginning of its sentence. */
export function decrypt(
  key: JournalKey,
  { keyId, opener }: SealedBy,
  use: Use,
  bytes: Buffer,
  { about, what }: { readonly about: string; readonly what: string },
): Buffer {
  const secret = key.secrets.get(keyId)
  if (secret === undefined) {
    throw new PayloadError(
      `The payload is encrypted with the key ${keyId}, which ${key.path} does not hold: give the key file that does.`,
    )
  }
  try {
    const nonce = bytes.subarray(0, nonceBytes)
    const decipher = createDecipheriv(
      algorithm,
      keyOf(key, secret, { use, keyId, opener }),
      nonce,
      {
        authTagLength: tagBytes,
      },
    )
    decipher.setAAD(Buffer.from(about))
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch (error) {
    throw new PayloadError(
      `${what} was altered since it was stored, or its key is another one: arna journal verify says which.`,
      { cause: error },
    )
  }
}

/** Of each journal key those used last: deriving one takes longer than decrypting a short payload. */
const derived = new WeakMap<JournalKey, Map<string, KeyObject>>()
const mostDerived = 100

function keyOf(
  key: JournalKey,
  secret: Buffer,
  { use, keyId, opener }: SealedBy & { readonly use: Use },
): KeyObject {
  const keys = derived.get(key) ?? new Map<string, KeyObject>()
  derived.set(key, keys)
  const name = `${use}\0${keyId}\0${opener}`
  const found = keys.get(name) ?? createSecretKey(deriveKey(secret, use, opener))
  keys.delete(name)
  keys.set(name, found)
  // A Map keeps its order: the first one was not used for longest.
  if (keys.size > mostDerived) keys.delete(keys.keys().next().value!)
  return found
}
