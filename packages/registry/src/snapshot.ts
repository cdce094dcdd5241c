import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { plainSource } from './plain-source.ts'
import { pathText } from './reading.ts'
import { readSource } from './read-source.ts'
import { type Publication, Registry } from './registry.ts'
import { RegistryError } from './registry-error.ts'
import type { Contour, Environment, RegistrySource } from './words.ts'

/** Which snapshots a gateway takes: those of its own place, and only newer ones than it has. */
export interface SnapshotPlace {
  readonly environment: Environment
  readonly contour: Contour
  /** The number that is in force now. */
  readonly newerThan?: number
}

const type = 'arna-registry+json'
const base64url = /^[A-Za-z0-9_-]+$/

/**
 * The snapshot as flattened JWS JSON (RFC 7515 §7.2.2), EdDSA with Ed25519 (RFC 8037). The same source, number and time
 * give the same bytes. Throws RegistryError `registry-malformed`, TypeError for a key that is not Ed25519.
 */
export function signSnapshot(
  source: RegistrySource,
  { number, publishedAt, key }: Publication & { readonly key: KeyObject },
): string {
  const payload = snapshotPayload(source, { number, publishedAt })
  const header = encode(orderedJson({ alg: 'EdDSA', kid: publicationKeyId(key), typ: type }))
  const body = encode(payload)
  const signature = sign(null, Buffer.from(`${header}.${body}`), key).toString('base64url')
  return JSON.stringify({ payload: body, protected: header, signature })
}

/** Checks the signature, then the place, then every word inside. Throws RegistryError with a `snapshot-…` code. */
export function openSnapshot(
  text: string,
  publicKeys: readonly KeyObject[],
  place?: SnapshotPlace,
): Registry {
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
  const { number, publishedAt, registry } = parsePayload(jws.payload)
  if (place !== undefined) checkPlace(registry, number, place)
  return new Registry(registry, { number, publishedAt })
}

/** RFC 7638 thumbprint of the public half: the `kid` of snapshots, and a name to show to people. */
export function publicationKeyId(key: KeyObject): string {
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new TypeError('a publication key is an Ed25519 key')
  }
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })
  const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })
  return createHash('sha256').update(members).digest('base64url')
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
  const signingInput = `${part('protected')}.${payload}`
  return { keyId: header.kid, payload: decode(payload), signingInput, signature }
}

function parsePayload(text: string): Publication & { readonly registry: RegistrySource } {
  const payload = parseObject(
    text,
    ['number', 'publishedAt', 'registry'],
    'the payload of a snapshot',
  )
  const { number, publishedAt } = payload
  if (!isNumber(number)) throw malformed('number of the snapshot is not a whole number from 1')
  const time = new Date(typeof publishedAt === 'string' ? publishedAt : Number.NaN)
  if (Number.isNaN(time.getTime()) || time.toISOString() !== publishedAt) {
    throw malformed('publishedAt of the snapshot is not a time')
  }
  return { number, publishedAt: time, registry: checked(payload.registry, 'snapshot-malformed') }
}

function snapshotPayload(source: RegistrySource, { number, publishedAt }: Publication): string {
  if (!isNumber(number)) throw new TypeError('the number of a publication counts from 1')
  const registry = plainSource(source, 'base64')
  checked(registry, 'registry-malformed')
  return orderedJson({ number, publishedAt: publishedAt.toISOString(), registry })
}

function checked(
  value: unknown,
  code: 'snapshot-malformed' | 'registry-malformed',
): RegistrySource {
  const { source, problems } = readSource(value)
  if (source !== undefined) return source
  throw new RegistryError(
    code,
    problems.map(({ path, message }) => `${pathText(path)}: ${message}`),
  )
}

function checkPlace(registry: RegistrySource, number: number, place: SnapshotPlace): void {
  const { environment, contour, newerThan = 0 } = place
  if (registry.environment !== environment || registry.contour !== contour) {
    throw refusal(
      'snapshot-elsewhere',
      `the snapshot is for the ${registry.environment} environment,
      ${registry.contour} contour, and this gateway is ${environment} ${contour}: publish it there`,
    )
  }
  if (number <= newerThan) {
    throw refusal(
      'snapshot-not-newer',
      `the snapshot has number ${number} while number ${newerThan}
      is in force: publish again to get a newer number`,
    )
  }
}

/** JSON with the members of every object in the order of their names. */
export function orderedJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
    return Object.fromEntries(
      Object.entries(member).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    )
  })
}

function parseObject<Name extends string>(
  text: string,
  names: readonly Name[],
  what: string,
): Record<Name, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed(`${what} is expected, this is not JSON`)
  }
  if (hasExactly(value, names)) return value
  throw malformed(`${what} has exactly the members ${names.join(', ')}`)
}

function hasExactly<Name extends string>(
  value: unknown,
  names: readonly Name[],
): value is Record<Name, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return Object.keys(value).toSorted().join() === names.join()
}

const isNumber = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0
const encode = (text: string): string => Buffer.from(text).toString('base64url')
const decode = (text: string): string => Buffer.from(text, 'base64url').toString()
const malformed = (message: string): RegistryError => refusal('snapshot-malformed', message)

function refusal(code: RegistryError['code'], message: string): RegistryError {
  return new RegistryError(code, [message.replace(/\s+/g, ' ')])
}
