import { exclusiveOptions, hashCanonical } from '../signature/hash-canonical.ts'
import { SignatureError } from '../signature-error.ts'
import type { TransportSignature } from './transport-signature.ts'

/** Nobody is proved yet, so a larger Body is not hashed for the sake of a hint. */
const mostBytes = 1024 * 1024

/**
 * Whether a message whose SignatureValue does not verify looks as if somebody wrote it anew after signing: then its Body
 * differs, too. Indentation of SignedInfo tells less, since xmlsec and PHP sign it so, and counts only where the Body is
 * not hashed. A guess, good for a hint only.
 */
export function seemsReserialised({ signedInfo, body, covered }: TransportSignature): boolean {
  const cover = covered.find(({ element }) => element.is(body))
  if (cover === undefined || body.end - body.start > mostBytes) return signedInfo.text() !== ''
  try {
    const options = exclusiveOptions(body, cover.inclusivePrefixes)
    return !hashCanonical(cover.digest, body.document, options).equals(cover.digestValue)
  } catch (error) {
    if (error instanceof SignatureError) return false
    throw error
  }
}
