import { openEnvelope, type ShepEnvelope } from '@arna/message'
import { type Certificate, Trust } from '@arna/pki'
import { scan } from '@arna/xml'
import { readTransportSignature, sameKey, verifyTransportSignature } from '@arna/xml-security'

/** Above the largest message of a figure. */
const maxBytes = 64 * 1024 * 1024

/**
 * All checks of a message, in the order of the gateway: well-formedness and limits, the structure of the envelope, the
 * structure of the signature, the registered certificate, the verdict on its chain (cached), digest, signature.
 */
export function messageVerifier(
  registered: readonly Certificate[],
  authority: Certificate,
): (message: Buffer) => ShepEnvelope {
  const trust = new Trust({ anchors: [authority] })
  return (message: Buffer): ShepEnvelope => {
    const document = scan(message, { maxBytes })
    const envelope = openEnvelope(document)
    const signature = readTransportSignature(document)
    const certificate = registered.find((one) => sameKey(signature.keyReference, one))
    if (certificate === undefined) throw new Error('the certificate is not registered')
    trust.check(certificate)
    const { body } = verifyTransportSignature(signature, certificate.publicKey)
    return { ...envelope, body }
  }
}
