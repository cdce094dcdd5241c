import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateKey, type KeyKind } from '../keys/keys.ts'
import { digestAlgorithm } from './digest-algorithms.ts'
import { algorithmForKey, signatureAlgorithm } from './signature-algorithms.ts'

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const more2007 = 'http://www.w3.org/2007/05/xmldsig-more#'
const data = Buffer.from('арна')
const keys = new Map<KeyKind, { privateKey: KeyObject; publicKey: KeyObject }>()

beforeAll(async () => {
  for (const kind of ['rsa2048', 'p256', 'p384', 'p521'] as const) {
    keys.set(kind, await generateKey(kind))
  }
})

const pairs: readonly (readonly [uri: string, kind: KeyKind])[] = [
  'sha256',
  'sha384',
  'sha512',
].flatMap((hash) => [
  [`${more}rsa-${hash}`, 'rsa2048'] as const,
  [`${more2007}${hash}-rsa-MGF1`, 'rsa2048'] as const,
  [`${more}ecdsa-${hash}`, 'p256'] as const,
  [`${more}ecdsa-${hash}`, 'p384'] as const,
  [`${more}ecdsa-${hash}`, 'p521'] as const,
])

describe('a signature algorithm', () => {
  test.each(pairs)('%s verifies what it signed with %s, and nothing else', (uri, kind) => {
    const algorithm = signatureAlgorithm(uri)!
    const { privateKey, publicKey } = keys.get(kind)!
    const signature = algorithm.sign(data, privateKey)
    expect(algorithm.verify(data, signature, publicKey)).toBe(true)
    expect(algorithm.verify(Buffer.from('арнА'), signature, publicKey)).toBe(false)
    for (const at of [0, signature.length >> 1, signature.length - 1]) {
      const flipped = Buffer.from(signature)
      flipped[at]! ^= 1
      expect(algorithm.verify(data, flipped, publicKey)).toBe(false)
    }
    expect(algorithm.verify(data, signature.subarray(1), publicKey)).toBe(false)
    expect(algorithm.verify(data, Buffer.concat([signature, Buffer.of(0)]), publicKey)).toBe(false)
    expect(algorithm.verify(data, Buffer.alloc(0), publicKey)).toBe(false)
  })

  test.each(pairs)('%s names a digest of the table', (uri) => {
    expect(digestAlgorithm(signatureAlgorithm(uri)!.digestUri)?.policy).toBe('allowed')
  })

  test('refuses a key of another kind', () => {
    const rsa = signatureAlgorithm(`${more}rsa-sha256`)!
    const ecdsa = signatureAlgorithm(`${more}ecdsa-sha256`)!
    const signature = rsa.sign(data, keys.get('rsa2048')!.privateKey)
    expect(() => ecdsa.verify(data, signature, keys.get('rsa2048')!.publicKey)).toThrow(
      expect.objectContaining({ code: 'key-malformed' }),
    )
    expect(() => rsa.verify(data, signature, keys.get('p256')!.publicKey)).toThrow(
      expect.objectContaining({ code: 'key-malformed' }),
    )
  })

  test('refuses RSA below 2048 bits and curves that are not in the table', () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
    const foreign = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey
    const edwards = generateKeyPairSync('ed25519').publicKey
    for (const [uri] of pairs) {
      const algorithm = signatureAlgorithm(uri)!
      expect([small, foreign, edwards].map(algorithm.acceptsKey)).toEqual([false, false, false])
    }
  })

  test('refuses an RSA exponent of 1, with which everybody can sign', () => {
    const { n } = keys.get('rsa2048')!.publicKey.export({ format: 'jwk' })
    const key = createPublicKey({ key: { kty: 'RSA', n: String(n), e: 'AQ' }, format: 'jwk' })
    expect(signatureAlgorithm(`${more}rsa-sha256`)!.acceptsKey(key)).toBe(false)
  })

  test('heeds what a key marked RSASSA-PSS says of its hash and salt', () => {
    // @ts-expect-error Node takes a number only for saltLength; its types say text.
    const { publicKey } = generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha256',
      mgf1HashAlgorithm: 'sha256',
      saltLength: 32,
    })
    const accepts = (uri: string): boolean => signatureAlgorithm(uri)!.acceptsKey(publicKey)
    expect(accepts(`${more2007}sha256-rsa-MGF1`)).toBe(true)
    expect(accepts(`${more2007}sha512-rsa-MGF1`)).toBe(false)
    expect(accepts(`${more}rsa-sha256`)).toBe(false)
  })
})

describe('an ECDSA signature', () => {
  const orders = {
    p256: 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
    p384: 'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
    p521: '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
  }

  test.each(['p256', 'p384', 'p521'] as const)(
    'on %s is refused when r or s is out of range',
    (kind) => {
      const algorithm = signatureAlgorithm(`${more}ecdsa-sha256`)!
      const { privateKey, publicKey } = keys.get(kind)!
      const good = algorithm.sign(data, privateKey)
      const order = Buffer.from(orders[kind], 'hex')
      expect(good).toHaveLength(2 * order.length)
      const [r, s] = [good.subarray(0, order.length), good.subarray(order.length)]
      const zero = Buffer.alloc(order.length)
      const most = Buffer.alloc(order.length, 0xff)
      for (const bad of [zero, order, most]) {
        expect(algorithm.verify(data, Buffer.concat([bad, s]), publicKey)).toBe(false)
        expect(algorithm.verify(data, Buffer.concat([r, bad]), publicKey)).toBe(false)
      }
      expect(algorithm.verify(data, Buffer.concat([s, r]), publicKey)).toBe(false)
      expect(algorithm.verify(data, Buffer.concat([zero, zero]), publicKey)).toBe(false)
    },
  )

  test('in DER is refused', () => {
    const { privateKey, publicKey } = keys.get('p256')!
    const algorithm = signatureAlgorithm(`${more}ecdsa-sha256`)!
    expect(algorithm.verify(data, sign('sha256', data, privateKey), publicKey)).toBe(false)
  })
})

describe('the table', () => {
  test.each([
    'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    `${more}hmac-sha256`,
    `${more}gost34310-gost34311`,
    'http://www.w3.org/2000/09/xmldsig#dsa-sha1',
    `${more}rsa-md5`,
    `${more}RSA-SHA256`,
    '',
    'constructor',
    '__proto__',
  ])('does not know %j', (uri) => {
    expect(signatureAlgorithm(uri)).toBeUndefined()
  })

  test.each(['http://www.w3.org/2000/09/xmldsig#rsa-sha1', `${more}rsa-sha1`])(
    'verifies %s where it is asked for and never signs with it',
    (uri) => {
      const algorithm = signatureAlgorithm(uri)!
      const { privateKey, publicKey } = keys.get('rsa2048')!
      expect(algorithm.policy).toBe('off-by-default')
      expect(algorithm.verify(data, sign('sha1', data, privateKey), publicKey)).toBe(true)
      expect(() => algorithm.sign(data, privateKey)).toThrow('never used to sign')
    },
  )

  test.each([
    ['rsa2048', 'RSA-SHA256'],
    ['p256', 'ECDSA-SHA256'],
    ['p384', 'ECDSA-SHA384'],
    ['p521', 'ECDSA-SHA512'],
  ] as const)('signs with a %s key by %s', (kind, name) => {
    expect(algorithmForKey(keys.get(kind)!.privateKey).name).toBe(name)
  })

  test('has nothing to sign with for a key that is too weak', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    expect(() => algorithmForKey(privateKey)).toThrow('use RSA of 2048 to 8192 bits')
  })
})
