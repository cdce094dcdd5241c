import { type KeyObject, sign, verify } from 'node:crypto'
import { publicationKeyId } from './publication-key.ts'
import { RegistryError, refusal } from './registry-error.ts'

const type = 'arna-registry+json'
const base64url = /^[A-Za-z0-9_-]+$/

/** No registry is so large; a carrier that offers more is not read to its end. */
export const maxSnapshotBytes = 64 * 1024 * 1024

/** Flattened JWS JSON (RFC 7515 §7.2.2), EdDSA with Ed25519 (RFC 8037), kid by RFC 7638. */
export function signJws(payload: string, key: KeyObject): string {
  const header = encode(JSON.stringify({ alg: 'EdDSA', kid: publicationKeyId(key), typ: type }))
  const body = encode(payload)
  const signature = sign(null, Buffer.from(`${header}.${body}`), key).toString('base64url')
  return JSON.stringify({ payload: body, protected: header, signature })
}

/** The payload, when one of the keys signed it. Throws RegistryError with a `snapshot-…` code. */
export function openJws(text: string, publicKeys: readonly KeyObject[]): string {
  if (text.length > maxSnapshotBytes) {
    throw refusal('snapshot-malformed', `the snapshot is larger than ${maxSnapshotBytes} bytes`)
  }
  const jws = parseJws(text)
  const key = publicKeys.find((one) => publicationKeyId(one) === jws.keyId)
  if (key === undefined) {
    throw refusal(
      'snapshot-key-unknown',
      `the snapshot is signed with the key ${jws.keyId}, which
      this gateway was not told: publish with a known key, or give the gateway this one`,
    )
  }
  if (!verify(null, Buffer.from(jws.signingInput), key, jws.signature)) {
    throw refusal(
      'snapshot-signature-wrong',
      `the snapshot was altered after it was signed (the
      signature of key ${jws.keyId} does not hold): publish the registry again`,
    )
  }
  return decode(jws.payload)
}

interface ParsedJws {
  readonly keyId: string
  readonly payload: string
  readonly signingInput: string
  readonly signature: Buffer
}

function parseJws(text: string): ParsedJws {
  const jws = parseObject(text, ['payload', 'protected', 'signature'], 'a flattened JWS')
  const part = (name: keyof typeof jws): string => {
    const value = jws[name]
    if (typeof value === 'string' && base64url.test(value)) return value
    throw malformed(`${name} of the snapshot is not base64url`)
  }
  const payload = part('payload')
  const header = parseObject(
    decode(part('protected')),
    ['alg', 'kid', 'typ'],
    'the header of a snapshot',
  )
  if (header.alg !== 'EdDSA' || header.typ !== type || typeof header.kid !== 'string') {
    throw malformed(`the header of the snapshot must say alg EdDSA and typ ${type}`)
  }
  const signature = Buffer.from(part('signature'), 'base64url')
  return { keyId: header.kid, payload, signingInput: `${part('protected')}.${payload}`, signature }
}

/** An object with exactly these members, of which some may be left out. Throws `snapshot-malformed`. */
export function parseObject<Name extends string, Optional extends string = never>(
  text: string,
  names: readonly Name[],
  what: string,
  optional: readonly Optional[] = [],
): Record<Name, unknown> & Partial<Record<Optional, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed(`${what} is expected, this is not JSON`)
  }
  if (hasExactly(value, names, optional)) return value
  throw malformed(`${what} has exactly the members ${names.join(', ')}`)
}

function hasExactly<Name extends string, Optional extends string>(
  value: unknown,
  names: readonly Name[],
  optional: readonly Optional[],
): value is Record<Name, unknown> & Partial<Record<Optional, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const found = Object.keys(value).filter((name) => !(optional as readonly string[]).includes(name))
  return found.toSorted().join() === names.join()
}

const encode = (text: string): string => Buffer.from(text).toString('base64url')
const decode = (text: string): string => Buffer.from(text, 'base64url').toString()
const malformed = (message: string): RegistryError => refusal('snapshot-malformed', message)
