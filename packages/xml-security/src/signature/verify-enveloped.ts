import { type Certificate, parseCertificate, type Trust } from '@arna/pki'
import type { XmlDocument } from '@arna/xml'
import { readKeyInfo } from '../key-info/read-key-info.ts'
import { namespaces } from '../namespaces.ts'
import { malformed, SignatureError } from '../signature-error.ts'
import { readStep } from './canonicalization.ts'
import { findSignatures } from './find-signatures.ts'
import { readSignature, type SignatureStructure } from './read-signature.ts'
import { verifyReference } from './verify-reference.ts'
import { verifyValue } from './verify-signatures.ts'

export interface EnvelopedOptions {
  readonly trust: Trust
  readonly allowSha1?: boolean
  readonly at?: Date
}

/**
 * Verifies a document that is signed as a whole (spec of the wire 2.4): one ds:Signature, directly in the root, with one
 * Reference URI="" whose transforms are enveloped-signature and a canonicalisation, and the certificate in
 * KeyInfo/X509Data. Everything else is refused, so that what verifies is all that the document says. Gives the
 * certificate that signed, which `trust` stands for. Throws SignatureError, and PkiError about the certificate.
 */
export function verifyEnveloped(document: XmlDocument, options: EnvelopedOptions): Certificate {
  const structure = readEnveloped(document)
  const certificate = certificateOf(structure)
  // The dear work comes last, and only for certificates that somebody stands for.
  options.trust.check(certificate, options.at && { at: options.at })
  verifyValue(structure, certificate, options)
  const { problem } = verifyReference(structure.references[0]!, structure.element, options)
  if (problem !== null) throw new SignatureError('signature-digest-mismatch', problem)
  return certificate
}

function readEnveloped(document: XmlDocument): SignatureStructure {
  const [element, ...more] = findSignatures(document)
  if (element === undefined) {
    throw new SignatureError('signature-missing', 'the document holds no ds:Signature')
  }
  if (more.length > 0) {
    throw new SignatureError(
      'signature-ambiguous',
      'the document holds more than one ds:Signature, and nobody knows which of them counts',
    )
  }
  if (element.parent?.is(document.root) !== true) {
    throw malformed('ds:Signature must stand directly in the root of the document that it signs')
  }
  const structure = readSignature(element)
  if (structure.objects.length > 0) throw malformed('an enveloped signature holds no ds:Object')
  const [reference, ...others] = structure.references
  if (reference?.uri !== '' || others.length > 0) {
    throw malformed('the signature must have one Reference, URI="", which is the whole document')
  }
  const [first] = reference.transforms.map(readStep)
  if (first?.uri !== `${namespaces.ds}enveloped-signature`) {
    throw malformed('the first transform must be enveloped-signature')
  }
  return structure
}

function certificateOf({ keyInfo }: SignatureStructure): Certificate {
  const reference = keyInfo && readKeyInfo(keyInfo, () => undefined)
  if (reference?.kind !== 'certificate' || reference.via !== 'X509Data') {
    throw new SignatureError(
      'key-reference-unreadable',
      'KeyInfo must hold the certificate that signed, as X509Data/X509Certificate',
    )
  }
  return parseCertificate(reference.certificate)
}
