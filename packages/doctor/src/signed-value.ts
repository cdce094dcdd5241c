import type { KeyObject } from 'node:crypto'
import { type Certificate, PkiError, type SignatureAlgorithm, signatureAlgorithm } from '@arna/pki'
import { canonicalization } from '@arna/xml-security'
import type { ClaimedSignature } from './claimed-signature.ts'
import { canonicalForm, type CanonicalMethodOptions, type SignedBody } from './signed-body.ts'

/** SignedInfo as it came, the value over it, and the key that should have made it. */
export interface SignedValue {
  readonly signature: ClaimedSignature
  readonly algorithm: SignatureAlgorithm
  readonly key: KeyObject
  readonly method: CanonicalMethodOptions
  /** The canonical form of SignedInfo now. */
  readonly received: Buffer
  readonly body: SignedBody | undefined
}

/** A real one has a kilobyte. */
const mostBytes = 64 * 1024

/** Undefined when the algorithm is unknown, the key is of a kind that is not supported, or SignedInfo is out of proportion. */
export function signedValue(
  signature: ClaimedSignature,
  certificate: Certificate,
  body: SignedBody | undefined,
): SignedValue | undefined {
  const algorithm = signatureAlgorithm(signature.algorithm)
  const key = publicKeyOf(certificate)
  if (algorithm === undefined || key === undefined) return undefined
  const { signedInfo, canonicalization: step } = signature
  if (signedInfo.end - signedInfo.start > mostBytes) return undefined
  const method: CanonicalMethodOptions = {
    ...(canonicalization(step.uri) ?? { method: 'exc-c14n' }),
    ...(step.inclusivePrefixes && { inclusivePrefixes: step.inclusivePrefixes }),
  }
  const received = canonicalForm(signedInfo.document, { ...method, element: signedInfo })
  return received && { signature, algorithm, key, method, received, body }
}

/** False, too, when the algorithm is not for this key. */
export function verifies(
  algorithm: SignatureAlgorithm,
  octets: Uint8Array,
  value: Uint8Array,
  key: KeyObject,
): boolean {
  try {
    return algorithm.acceptsKey(key) && algorithm.verify(octets, value, key)
  } catch (error) {
    if (error instanceof PkiError) return false
    throw error
  }
}

function publicKeyOf(certificate: Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey
  } catch (error) {
    if (error instanceof PkiError) return undefined
    throw error
  }
}
