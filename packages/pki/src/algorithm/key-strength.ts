import type { KeyObject } from 'node:crypto'

export interface Curve {
  readonly name: 'P-256' | 'P-384' | 'P-521'
  /** The order of the base point, big-endian (FIPS 186-4 appendix D.1.2). */
  readonly order: Buffer
}

const curves: Record<string, Curve> = {
  prime256v1: {
    name: 'P-256',
    order: Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex'),
  },
  secp384r1: {
    name: 'P-384',
    order: Buffer.from(
      'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
      'hex',
    ),
  },
  secp521r1: {
    name: 'P-521',
    order: Buffer.from(
      '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
      'hex',
    ),
  },
}

/** Asking OpenSSL for the details of a key costs as much as a small hash, and keys come again and again. */
const curveByKey = new WeakMap<KeyObject, Curve>()

/** The curve of an EC key, when it is one of ours. OpenSSL has checked that the point lies on it. */
export function curveOf(key: KeyObject): Curve | undefined {
  const known = curveByKey.get(key)
  if (known !== undefined || key.asymmetricKeyType !== 'ec') return known
  const curve = curves[key.asymmetricKeyDetails?.namedCurve ?? '']
  if (curve !== undefined) curveByKey.set(key, curve)
  return curve
}

/** Below 2048 bits RSA is broken by money; above 8192 one verification costs what a flood of messages should. */
export function isStrongRsa(key: KeyObject): boolean {
  if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'rsa-pss') return false
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  return modulusLength >= 2048 && modulusLength <= 8192 && publicExponent >= 3n
}

export function isStrongKey(key: KeyObject): boolean {
  return isStrongRsa(key) || curveOf(key) !== undefined
}
