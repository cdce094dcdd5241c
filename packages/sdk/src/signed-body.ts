import { openEnvelope } from '@arna/message'
import type { Certificate } from '@arna/pki'
import { scan, type XmlDocument, type XmlElement } from '@arna/xml'
import { readTransportSignature, sameKey, verifyTransportSignature } from '@arna/xml-security'

export interface SignedBody {
  readonly body: XmlElement
  readonly certificate: Certificate
}

/**
 * The Body of an envelope, after its transport signature was checked against certificates that the caller knows.
 * Whatever the message says of its own key only chooses among these.
 */
export function readSignedBody(document: XmlDocument, known: readonly Certificate[]): SignedBody {
  openEnvelope(document)
  const signature = readTransportSignature(document)
  const certificate = known.find((one) => sameKey(signature.keyReference, one))
  if (certificate === undefined) {
    throw new Error('the message is signed with a certificate that is not among the known ones')
  }
  const { body } = verifyTransportSignature(signature, certificate.publicKey)
  return { body, certificate }
}

export const read = (bytes: Uint8Array, maxBytes: number): XmlDocument => scan(bytes, { maxBytes })
