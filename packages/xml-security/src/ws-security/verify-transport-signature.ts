import type { KeyObject } from 'node:crypto'
import { PkiError } from '@arna/pki'
import type { XmlElement } from '@arna/xml'
import { exclusiveOptions, hashCanonical, withCanonical } from '../signature/hash-canonical.ts'
import { SignatureError } from '../signature-error.ts'
import { seemsReserialised } from './reserialised.ts'
import type { TransportSignature } from './transport-signature.ts'

/** What the signature covers: nothing else of the message may be believed. */
export interface VerifiedTransport {
  readonly body: XmlElement
}

/**
 * The arithmetic: first the value over SignedInfo, so that a stranger cannot make us hash ten megabytes, then the digest
 * of every covered element. Throws SignatureError `signature-value-mismatch`, `signature-digest-mismatch`, or
 * `signature-algorithm-refused` when the key is of another kind than the algorithm.
 */
export function verifyTransportSignature(
  signature: TransportSignature,
  key: KeyObject,
): VerifiedTransport {
  if (!isValueRight(signature, key)) {
    throw new SignatureError(
      'signature-value-mismatch',
      'SignatureValue does not verify with the registered key: SignedInfo was changed after signing, or another key signed it',
      seemsReserialised(signature) ? { hint: reserialisedHint } : {},
    )
  }
  for (const { element, inclusivePrefixes, digest, digestValue } of signature.covered) {
    const options = exclusiveOptions(element, inclusivePrefixes)
    const found = hashCanonical(digest, element.document, options)
    if (!found.equals(digestValue)) {
      throw new SignatureError(
        'signature-digest-mismatch',
        `the digest of ${element.localName} differs from DigestValue: it was changed after signing`,
        {
          hint: 'send exactly the bytes that were signed: do not re-indent, re-parse or re-encode the message',
        },
      )
    }
  }
  return { body: signature.body }
}

const reserialisedHint =
  'the message was probably re-indented or re-serialised after signing: send exactly the bytes that were signed'

function isValueRight(signature: TransportSignature, key: KeyObject): boolean {
  const { signedInfo, inclusivePrefixes, algorithm, value } = signature
  const options = exclusiveOptions(signedInfo, inclusivePrefixes)
  try {
    return withCanonical(signedInfo.document, options, (bytes) =>
      algorithm.verify(bytes, value, key),
    )
  } catch (error) {
    if (!(error instanceof PkiError)) throw error
    throw new SignatureError('signature-algorithm-refused', error.message, { cause: error })
  }
}
