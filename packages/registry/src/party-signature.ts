import { Fault } from '@arna/message'
import type { Certificate, Trust } from '@arna/pki'
import type { XmlDocument } from '@arna/xml'
import { readTransportSignature, sameKey, type TransportSignature } from '@arna/xml-security'
import type { InformationSystem } from './words.ts'

export interface PartySignature {
  readonly signature: TransportSignature
  readonly certificate: Certificate
}

/**
 * Finds the transport signature of a registered party and decides whose certificate must verify it; no arithmetic yet.
 * The certificate is always the registered one: the message's own copy only chooses among them (Rules, paragraph 58).
 */
export function partySignature(
  document: XmlDocument,
  party: InformationSystem,
  trust: Pick<Trust, 'check'>,
): PartySignature {
  const signature = readTransportSignature(document, {
    tolerateTimestamp: party.toleratesTimestamp,
    allowSha1: party.allowSha1,
  })
  const certificate = party.certificates.find((one) => sameKey(signature.keyReference, one))
  if (certificate === undefined) {
    throw new Fault(
      'sender-certificate-not-registered',
      `the certificate of the signature is not registered for ${JSON.stringify(party.senderId)}`,
    )
  }
  requireIdentity(party, certificate)
  trust.check(certificate)
  return { signature, certificate }
}

/** IIN and BIN of the certificate are those that were registered with the system (appendix 6, scenario 2). */
function requireIdentity(party: InformationSystem, certificate: Certificate): void {
  const { bin } = party.organisation
  const { iin } = party
  if (certificate.subjectProblem !== undefined) {
    throw new Fault(
      'certificate-subject',
      `in the certificate registered for ${JSON.stringify(party.senderId)} ${certificate.subjectProblem}`,
    )
  }
  // Without a registered IIN any employee may sign for the organisation; a BIN in the certificate must be the registered one.
  const binAgrees = bin === certificate.bin
  const iinAgrees = iin === undefined ? bin !== undefined : iin === certificate.iin
  if (binAgrees && iinAgrees) return
  // Nothing is proved yet: whose number it is instead is no business of the sender.
  const name = binAgrees ? 'IIN' : 'BIN'
  throw new Fault(
    'sender-certificate-identity',
    `the ${name} of the certificate is not the one registered for ${JSON.stringify(party.senderId)}`,
  )
}
