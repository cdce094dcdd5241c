import { constants, type KeyObject, sign, verify } from 'node:crypto'
import { PkiError } from '../pki-error.ts'
import { ecdsaValueFromDer, ecdsaValueToDer } from './ecdsa-value.ts'
import { curveOf, isStrongRsa } from './key-strength.ts'

/** `sign`: both ways. `off-by-default`: verified only where the operator has said so, never made. */
export type SignaturePolicy = 'sign' | 'off-by-default'

export interface SignatureAlgorithm {
  /** The Algorithm attribute of ds:SignatureMethod. */
  readonly uri: string
  /** For people: `RSA-SHA256`. */
  readonly name: string
  readonly family: 'rsa' | 'rsa-pss' | 'ecdsa'
  readonly policy: SignaturePolicy
  /** The URI of the digest that belongs with it; what we write into ds:DigestMethod. */
  readonly digestUri: string
  /** Whether a key, public or private, is of the right kind and strong enough. */
  readonly acceptsKey: (key: KeyObject) => boolean
  /** False for every signature that does not verify, a malformed one too; throws PkiError `key-malformed` for a key of another kind. */
  verify(data: Uint8Array, signature: Uint8Array, key: KeyObject): boolean
  /** Throws PkiError `key-malformed` for a key of another kind. */
  sign(data: Uint8Array, key: KeyObject): Buffer
}

const xmldsig = 'http://www.w3.org/2000/09/xmldsig#'
const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const more2007 = 'http://www.w3.org/2007/05/xmldsig-more#'

type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512'

const digestUris: Record<HashName, string> = {
  sha1: `${xmldsig}sha1`,
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: `${more}sha384`,
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
}

/**
 * Every signature that Arna verifies or makes, by the URI that XML Signature knows it under (RFC 6931 §2.3).
 * A URI that is not here is unknown: HMAC among them, so a public key can never serve as a secret.
 */
export const signatureAlgorithms: readonly SignatureAlgorithm[] = [
  rsa(`${more}rsa-sha256`, 'RSA-SHA256', 'sha256'),
  rsa(`${more}rsa-sha384`, 'RSA-SHA384', 'sha384'),
  rsa(`${more}rsa-sha512`, 'RSA-SHA512', 'sha512'),
  rsaPss(`${more2007}sha256-rsa-MGF1`, 'RSA-PSS-SHA256', 'sha256', 32),
  rsaPss(`${more2007}sha384-rsa-MGF1`, 'RSA-PSS-SHA384', 'sha384', 48),
  rsaPss(`${more2007}sha512-rsa-MGF1`, 'RSA-PSS-SHA512', 'sha512', 64),
  ecdsa(`${more}ecdsa-sha256`, 'ECDSA-SHA256', 'sha256'),
  ecdsa(`${more}ecdsa-sha384`, 'ECDSA-SHA384', 'sha384'),
  ecdsa(`${more}ecdsa-sha512`, 'ECDSA-SHA512', 'sha512'),
  rsa(`${xmldsig}rsa-sha1`, 'RSA-SHA1', 'sha1', 'off-by-default'),
  // Not in any standard; old SHEP clients write it.
  rsa(`${more}rsa-sha1`, 'RSA-SHA1', 'sha1', 'off-by-default'),
]

const byUri = new Map(signatureAlgorithms.map((algorithm) => [algorithm.uri, algorithm]))

export function signatureAlgorithm(uri: string): SignatureAlgorithm | undefined {
  return byUri.get(uri)
}

const defaultForCurve: Record<string, string> = {
  'P-256': `${more}ecdsa-sha256`,
  'P-384': `${more}ecdsa-sha384`,
  'P-521': `${more}ecdsa-sha512`,
}

/** What we sign with when nobody says otherwise. Throws PkiError `key-malformed` for a key that we cannot sign with. */
export function algorithmForKey(key: KeyObject): SignatureAlgorithm {
  const curve = curveOf(key)
  const uri = curve === undefined ? `${more}rsa-sha256` : defaultForCurve[curve.name]
  const candidates = [
    uri,
    `${more2007}sha256-rsa-MGF1`,
    `${more2007}sha384-rsa-MGF1`,
    `${more2007}sha512-rsa-MGF1`,
  ]
  for (const candidate of candidates) {
    const algorithm = candidate === undefined ? undefined : byUri.get(candidate)
    if (algorithm?.acceptsKey(key) === true) return algorithm
  }
  throw new PkiError(
    'key-malformed',
    `no signature algorithm fits this ${key.asymmetricKeyType ?? key.type} key: use RSA of 2048 to 8192 bits, or EC on P-256, P-384 or P-521`,
  )
}

function rsa(
  uri: string,
  name: string,
  hash: HashName,
  policy: SignaturePolicy = 'sign',
): SignatureAlgorithm {
  return row({
    uri,
    name,
    family: 'rsa',
    policy,
    digestUri: digestUris[hash],
    acceptsKey: (key) => key.asymmetricKeyType === 'rsa' && isStrongRsa(key),
    check: (data, signature, key) => verify(hash, data, key, signature),
    make: (data, key) => sign(hash, data, key),
  })
}

/** RFC 6931 §2.3.10: MGF1 with the same hash, the salt as long as the hash. */
function rsaPss(uri: string, name: string, hash: HashName, saltLength: number): SignatureAlgorithm {
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return row({
    uri,
    name,
    family: 'rsa-pss',
    policy: 'sign',
    digestUri: digestUris[hash],
    acceptsKey: (key) => isStrongRsa(key) && pssParametersAllow(key, hash, saltLength),
    check: (data, signature, key) => verify(hash, data, { key, padding, saltLength }, signature),
    make: (data, key) => sign(hash, data, { key, padding, saltLength }),
  })
}

/** A key that is itself marked RSASSA-PSS may name the only hash and the least salt it is for. */
function pssParametersAllow(key: KeyObject, hash: HashName, saltLength: number): boolean {
  if (key.asymmetricKeyType === 'rsa') return true
  const details = key.asymmetricKeyDetails
  if (details?.hashAlgorithm === undefined) return true
  return (
    details.hashAlgorithm === hash &&
    details.mgf1HashAlgorithm === hash &&
    (details.saltLength ?? 0) <= saltLength
  )
}

/**
 * The value is r‖s, each as long as the order (RFC 6931 §2.3.6). The URI names the hash only, so each of the three
 * curves is read with each hash; `algorithmForKey` writes the usual pairs.
 */
function ecdsa(uri: string, name: string, hash: HashName): SignatureAlgorithm {
  return row({
    uri,
    name,
    family: 'ecdsa',
    policy: 'sign',
    digestUri: digestUris[hash],
    acceptsKey: (key) => curveOf(key) !== undefined,
    check: (data, signature, key) => {
      const order = curveOf(key)!.order
      const half = order.length
      if (signature.length !== 2 * half) return false
      if (!isBelowOrder(signature.subarray(0, half), order)) return false
      if (!isBelowOrder(signature.subarray(half), order)) return false
      return verify(hash, data, key, ecdsaValueToDer(signature))
    },
    make: (data, key) => ecdsaValueFromDer(sign(hash, data, key), curveOf(key)!.order.length),
  })
}

function isBelowOrder(scalar: Uint8Array, order: Buffer): boolean {
  return order.compare(scalar) > 0 && scalar.some((octet) => octet !== 0)
}

interface Row extends Omit<SignatureAlgorithm, 'verify' | 'sign'> {
  readonly check: (data: Uint8Array, signature: Uint8Array, key: KeyObject) => boolean
  readonly make: (data: Uint8Array, key: KeyObject) => Buffer
}

function row({ check, make, ...algorithm }: Row): SignatureAlgorithm {
  const { name, policy } = algorithm
  // Asking OpenSSL for the details of a key costs as much as a small hash, and keys come again and again.
  const accepted = new WeakSet<KeyObject>()
  const acceptsKey = (key: KeyObject): boolean => {
    if (accepted.has(key)) return true
    if (!algorithm.acceptsKey(key)) return false
    accepted.add(key)
    return true
  }
  const refuse = (key: KeyObject): PkiError =>
    new PkiError(
      'key-malformed',
      `${name} cannot be used with this ${key.asymmetricKeyType ?? key.type} key: the algorithm and the key must agree`,
    )
  return {
    ...algorithm,
    acceptsKey,
    verify(data, signature, key) {
      if (!acceptsKey(key)) throw refuse(key)
      return check(data, signature, key)
    },
    sign(data, key) {
      if (policy !== 'sign') throw new PkiError('key-malformed', `${name} is never used to sign`)
      if (!acceptsKey(key)) throw refuse(key)
      return make(data, key)
    },
  }
}
