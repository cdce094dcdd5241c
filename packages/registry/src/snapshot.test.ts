import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { RegistryError, type RegistryErrorCode } from './registry-error.ts'
import { publicationKeyId } from './publication-key.ts'
import { openSnapshot, signSnapshot, type SnapshotPlace } from './snapshot.ts'
import { publicationKeys, testSource } from './test-setup/registry-source.ts'
import type { RegistrySource } from './words.ts'

const keys = publicationKeys()
const publishedAt = new Date('2026-11-23T10:00:00.000Z')
const place = { environment: 'test', contour: 'inner' } as const
let source: RegistrySource
let snapshot: string

beforeAll(async () => {
  source = await testSource()
  snapshot = signSnapshot(source, { number: 3, publishedAt, key: keys.privateKey })
})

/** Why the snapshot is refused, or undefined when it is not. */
function refusal(
  text: string,
  options: Partial<SnapshotPlace> = {},
): RegistryErrorCode | undefined {
  try {
    openSnapshot(text, [keys.publicKey], { ...place, ...options })
    return undefined
  } catch (error) {
    if (error instanceof RegistryError) return error.code
    throw error
  }
}

/** The snapshot with changed parts; what is signed is signed again unless the change takes the signature. */
function forged(change: {
  header?: object
  payload?: (payload: Record<string, unknown>) => unknown
  key?: KeyObject
}): string {
  const key = change.key ?? keys.privateKey
  const made: Record<string, string> = JSON.parse(
    signSnapshot(source, { number: 3, publishedAt, key }),
  )
  const header: object = JSON.parse(plain(made['protected']!))
  const payload: Record<string, unknown> = JSON.parse(plain(made['payload']!))
  const newHeader = base64url(JSON.stringify({ ...header, ...change.header }))
  const newPayload = base64url(JSON.stringify(change.payload?.(payload) ?? payload))
  const signature = signRaw(`${newHeader}.${newPayload}`, key)
  return JSON.stringify({ payload: newPayload, protected: newHeader, signature })
}

const plain = (text: string): string => Buffer.from(text, 'base64url').toString()
const base64url = (text: string): string => Buffer.from(text).toString('base64url')
const signRaw = (text: string, key: KeyObject): string =>
  sign(null, Buffer.from(text), key).toString('base64url')

describe('a snapshot', () => {
  test('opens to what was signed', () => {
    const registry = openSnapshot(snapshot, [publicationKeys().publicKey, keys.publicKey], place)
    expect(registry.number).toBe(3)
    expect(registry.publishedAt).toEqual(publishedAt)
    expect(registry.service('PersonByIin')).toEqual(source.services[0])
    expect(registry.system('portal')).toMatchObject({ organisation: { name: 'Әкімдік' } })
    const [certificate] = registry.system('database')!.certificates
    expect(certificate!.sha256).toBe(source.systems[1]!.certificates[0]!.sha256)
  })

  test('of the same registry has the same bytes, in whatever order it was told', () => {
    const turned = {
      connections: source.connections,
      services: source.services,
      systems: source.systems.toReversed(),
      organisations: source.organisations.toReversed(),
      contour: source.contour,
      environment: source.environment,
    }
    expect(signSnapshot(turned, { number: 3, publishedAt, key: keys.privateKey })).toBe(snapshot)
  })

  test('that was published before a word was known opens, and the word has its default', () => {
    const registry = openSnapshot(forged({ payload: withoutAsynchronous }), [keys.publicKey])
    expect(registry.service('PersonByIin')).toEqual(source.services[0])
    expect(registry.service('PersonByIin')!.channels).toEqual(['sync'])
  })

  test('is a flattened JWS that says EdDSA and names the key by its RFC 7638 thumbprint', () => {
    const jws: Record<string, string> = JSON.parse(snapshot)
    expect(Object.keys(jws)).toEqual(['payload', 'protected', 'signature'])
    expect(JSON.parse(plain(jws['protected']!))).toEqual({
      alg: 'EdDSA',
      kid: publicationKeyId(keys.publicKey),
      typ: 'arna-registry+json',
    })
  })

  test('is not made of a registry that would be refused', () => {
    const broken = { ...source, services: [{ ...source.services[0]!, url: 'file:///etc/passwd' }] }
    expect(() => signSnapshot(broken, { number: 1, publishedAt, key: keys.privateKey })).toThrow(
      'services[0].url: write an address',
    )
  })

  test('thumbprint agrees with the example of RFC 8037 appendix A.3', () => {
    const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    expect(publicationKeyId(key)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })
})

/** As it was before the asynchronous channel. */
function withoutAsynchronous(whole: Record<string, unknown>): unknown {
  const registry = whole['registry'] as { services: Record<string, unknown>[] }
  const services = registry.services.map(({ channels, asynchronous, ...before }) => {
    expect([channels, asynchronous]).not.toContain(undefined)
    return before
  })
  return { ...whole, registry: { ...registry, services } }
}

/** Signed rightly, and the connection speaks of a service that is not there. */
const withoutServices = (whole: Record<string, unknown>): unknown => ({
  ...whole,
  registry: Object.assign({}, whole['registry'], { services: [] }),
})

describe('a snapshot is refused', () => {
  test('when an unknown key signed it, even under the name of a known one', () => {
    const stranger = publicationKeys()
    expect(refusal(forged({ key: stranger.privateKey }))).toBe('snapshot-key-unknown')
    const kid = publicationKeyId(keys.publicKey)
    expect(refusal(forged({ key: stranger.privateKey, header: { kid } }))).toBe(
      'snapshot-signature-wrong',
    )
  })

  test('when a byte of payload, header or signature was changed', () => {
    const jws: Record<string, string> = JSON.parse(snapshot)
    for (const part of ['payload', 'signature']) {
      const text = jws[part]!
      for (const at of [0, Math.floor(text.length / 2), text.length - 3]) {
        const letter = text[at] === 'A' ? 'B' : 'A'
        const changed = text.slice(0, at) + letter + text.slice(at + 1)
        expect(refusal(JSON.stringify({ ...jws, [part]: changed }))).toBe(
          'snapshot-signature-wrong',
        )
      }
    }
    const header = base64url(`${plain(jws['protected']!)} `)
    expect(refusal(JSON.stringify({ ...jws, protected: header }))).toBe('snapshot-signature-wrong')
    expect(refusal(JSON.stringify({ ...jws, signature: 'AAAA' }))).toBe('snapshot-signature-wrong')
  })

  test.each([
    [{ alg: 'none' }],
    [{ alg: 'HS256' }],
    [{ typ: 'JWT' }],
    [{ crit: ['b64'], b64: false }],
    [{ jwk: { kty: 'OKP' } }],
    [{ kid: 7 }],
  ])('when the header is not the one we write: %j', (header) => {
    expect(refusal(forged({ header }))).toBe('snapshot-malformed')
  })

  test('when it belongs to another environment or contour', () => {
    expect(refusal(snapshot, { environment: 'production' })).toBe('snapshot-elsewhere')
    expect(refusal(snapshot, { contour: 'outer' })).toBe('snapshot-elsewhere')
  })

  test('when it is not newer than what is in force', () => {
    expect(openSnapshot(snapshot, [keys.publicKey], { ...place, newerThan: 2 }).number).toBe(3)
    expect(refusal(snapshot, { newerThan: 3 })).toBe('snapshot-not-newer')
    expect(refusal(snapshot, { newerThan: 4 })).toBe('snapshot-not-newer')
  })

  test.each([
    ['number 0', { number: 0 }],
    ['number as text', { number: '3' }],
    ['number with a fraction', { number: 3.5 }],
    ['a number beyond exact arithmetic', { number: 2 ** 53 }],
    ['a time that is none', { publishedAt: 'yesterday' }],
    ['a time in another form', { publishedAt: '2026-11-23' }],
    ['a member more', { also: true }],
    ['no registry', { registry: null }],
  ])('when its payload has %s', (_, change) => {
    expect(refusal(forged({ payload: (payload) => ({ ...payload, ...change }) }))).toBe(
      'snapshot-malformed',
    )
  })

  test('when the registry inside breaks a rule, even rightly signed', () => {
    expect(refusal(forged({ payload: withoutServices }))).toBe('snapshot-malformed')
    expect(() => openSnapshot(forged({ payload: withoutServices }), [keys.publicKey])).toThrow(
      'connections[0].service: PersonByIin is no serviceId of services',
    )
  })

  test.each([
    '',
    'null',
    '[]',
    '{}',
    '"x"',
    '{"payload":1,"protected":"e30","signature":"AA"}',
    '{',
  ])('when it is %j', (text) => expect(refusal(text)).toBe('snapshot-malformed'))

  test('when it is larger than any registry, before anything in it is read', () => {
    expect(refusal('{'.repeat(64 * 1024 * 1024 + 1))).toBe('snapshot-malformed')
  })

  test('when who published it, or why, is no text', () => {
    const saying = (more: object): string =>
      forged({ payload: (payload) => ({ ...payload, ...more }) })
    expect(refusal(saying({ publishedBy: ['a', 'list'] }))).toBe('snapshot-malformed')
    expect(refusal(saying({ reason: 17 }))).toBe('snapshot-malformed')
    const opened = openSnapshot(saying({ publishedBy: 'aigul', reason: 'order 17' }), [
      keys.publicKey,
    ])
    expect(opened).toMatchObject({ publishedBy: 'aigul', reason: 'order 17' })
  })

  test('when it is signed twice over, in the general form, or with an unprotected header', () => {
    const jws: object = JSON.parse(snapshot)
    expect(refusal(JSON.stringify({ ...jws, header: { kid: 'x' } }))).toBe('snapshot-malformed')
    expect(refusal(JSON.stringify({ ...jws, signatures: [] }))).toBe('snapshot-malformed')
  })

  test('never by a key of another kind: that is a mistake of the program', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(() => openSnapshot(snapshot, [publicKey])).toThrow(TypeError)
  })
})
