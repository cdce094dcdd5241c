import {
  type Certificate,
  findByIssuerSerial,
  parseCertificate,
  PkiError,
  signatureAlgorithm,
  type Trust,
} from '@arna/pki'
import type { XmlDocument, XmlElement } from '@arna/xml'
import { readKeyInfo } from '../key-info/read-key-info.ts'
import { namespaces } from '../namespaces.ts'
import { malformed, SignatureError } from '../signature-error.ts'
import { actorOf } from '../ws-security/find-security.ts'
import { canonicalization } from './canonicalization.ts'
import { findById } from './find-by-id.ts'
import { findSignatures } from './find-signatures.ts'
import { canonicalOf } from './hash-canonical.ts'
import { readSignature, type SignatureStructure } from './read-signature.ts'
import { type ReferenceReport, verifyReference } from './verify-reference.ts'

export interface VerifyOptions {
  /** For signatures that name their key by issuer and serial number. */
  readonly certificates?: readonly Certificate[]
  /** Without it a certificate is only read: whoever signed may have made it himself. */
  readonly trust?: Trust
  readonly at?: Date
  readonly allowSha1?: boolean
}

export interface SignatureReport {
  /** The value, every reference and, when trust is asked for, the certificate. */
  readonly valid: boolean
  /** The URI in SignatureMethod, known or not; '' when the signature cannot be read. */
  readonly algorithm: string
  /** Whom the wsse:Security around the signature is for; null when there is none or it names nobody. */
  readonly actor: string | null
  readonly references: readonly ReferenceReport[]
  readonly certificate: CertificateReport | null
  /** Why it is not valid, beside what the references say: sentences. */
  readonly problems: readonly string[]
}

export interface CertificateReport {
  readonly subject: string
  readonly serial: string
  readonly iin: string | null
  readonly bin: string | null
  readonly notBefore: Date
  readonly notAfter: Date
}

/**
 * Verifies every ds:Signature of a document, whatever it signs: WS-Security, enveloped, by id. One report for each, in
 * document order; a signature that is bad or not understood is reported, never thrown. It says what is signed, not
 * that the right thing is: messages are judged by `readTransportSignature`.
 */
export function verifySignatures(
  document: XmlDocument,
  options: VerifyOptions = {},
): SignatureReport[] {
  const budget = { referencesLeft: mostReferences }
  return findSignatures(document).map((element) => verifySignature(element, options, budget))
}

/** Of a document in all: each may hash the whole of it, so thousands would take hours. */
const mostReferences = 256

interface Budget {
  referencesLeft: number
}

function verifySignature(
  element: XmlElement,
  options: VerifyOptions,
  budget: Budget,
): SignatureReport {
  const problems: string[] = []
  const told = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof SignatureError || error instanceof PkiError)) throw error
      problems.push(error.message)
      return undefined
    }
  }
  const actor = actorAround(element)
  const structure = told(() => within(budget, readSignature(element)))
  if (structure === undefined) {
    return { valid: false, algorithm: '', actor, references: [], certificate: null, problems }
  }
  const references = structure.references.map((reference) =>
    verifyReference(reference, element, options),
  )
  const certificate = told(() => findCertificate(structure, options))
  if (certificate !== undefined) {
    told(() => verifyValue(structure, certificate, options))
    told(() => options.trust?.check(certificate, options.at && { at: options.at }))
  }
  return {
    valid: problems.length === 0 && references.every(({ valid }) => valid),
    algorithm: structure.algorithm,
    actor,
    references,
    certificate: certificate === undefined ? null : reportOf(certificate),
    problems,
  }
}

function within(budget: Budget, structure: SignatureStructure): SignatureStructure {
  budget.referencesLeft -= structure.references.length
  if (budget.referencesLeft >= 0) return structure
  throw malformed(`the signatures of the document have more than ${mostReferences} references`)
}

function actorAround(signature: XmlElement): string | null {
  const { parent } = signature
  const isSecurity = parent?.localName === 'Security' && parent.namespace === namespaces.wsse
  return (isSecurity ? actorOf(parent) : '') || null
}

function findCertificate(
  { element, keyInfo }: SignatureStructure,
  { certificates = [] }: VerifyOptions,
): Certificate {
  if (keyInfo === undefined) throw unreadable('the signature has no KeyInfo')
  const reference = readKeyInfo(keyInfo, (id) => findById(element.document, id))
  if (reference.kind === 'certificate') return parseCertificate(reference.certificate)
  const [found, ...more] = findByIssuerSerial(certificates, reference.issuer, reference.serial)
  if (found === undefined || more.length > 0) {
    throw unreadable(
      `the signature names its certificate by issuer ${reference.issuer} and serial number ${reference.serial}: give that certificate`,
    )
  }
  return found
}

/** Throws SignatureError when SignedInfo was not signed with the key of the certificate, or by what is not accepted. */
export function verifyValue(
  { signedInfo, canonicalization: step, algorithm: uri, value }: SignatureStructure,
  certificate: Certificate,
  options: VerifyOptions,
): void {
  const algorithm = signatureAlgorithm(uri)
  if (algorithm === undefined) {
    throw refused(`the signature algorithm ${uri} is not supported`)
  }
  if (algorithm.policy === 'off-by-default' && options.allowSha1 !== true) {
    throw refused(`${algorithm.name} rests on SHA-1, which is not accepted`)
  }
  const method = canonicalization(step.uri)
  if (method === undefined) throw refused(`the canonicalisation ${step.uri} is not supported`)
  const bytes = canonicalOf(signedInfo.document, {
    ...method,
    element: signedInfo,
    ...(step.inclusivePrefixes && { inclusivePrefixes: step.inclusivePrefixes }),
  })
  if (algorithm.verify(bytes, value, certificate.publicKey)) return
  throw new SignatureError(
    'signature-value-mismatch',
    'SignatureValue does not verify with the key of the certificate',
  )
}

function reportOf(certificate: Certificate): CertificateReport {
  const { subject, serial, iin, bin, notBefore, notAfter } = certificate
  return { subject, serial, iin: iin ?? null, bin: bin ?? null, notBefore, notAfter }
}

function refused(message: string): SignatureError {
  return new SignatureError('signature-algorithm-refused', message)
}

function unreadable(message: string): SignatureError {
  return new SignatureError('key-reference-unreadable', message)
}
