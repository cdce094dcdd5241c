import { type Certificate, parseCertificate, PkiError } from '@arna/pki'
import type { XmlDocument, XmlElement } from '@arna/xml'
import {
  findById,
  findSignatures,
  readKeyInfo,
  readSignature,
  readSoapEnvelope,
  type ReferenceStructure,
  SignatureError,
  type SignatureStructure,
} from '@arna/xml-security'

/** A signature as it is written, with whatever it names; nothing of it is checked. */
export interface ClaimedSignature extends SignatureStructure {
  readonly body: XmlElement | undefined
  /** The reference that leads to the Body, or the only one when none does. */
  readonly bodyReference: ReferenceStructure | undefined
  /** What each reference leads to; the whole document for an empty URI, undefined for what is not there. */
  readonly targets: readonly (XmlElement | undefined)[]
  /** The certificate in the message, when it holds one that can be read. */
  readonly certificate: Certificate | undefined
}

/** Hostile signatures have thousands. */
const mostReferences = 4

/** The signature of the Security header, or the first of the document; undefined when none can be read. */
export function claimedSignature(document: XmlDocument): ClaimedSignature | undefined {
  const element = signatureOf(document)
  const structure = element && unlessRefused(() => readSignature(element))
  if (structure === undefined) return undefined
  const body = unlessRefused(() => readSoapEnvelope(document).body)
  const references = structure.references.slice(0, mostReferences)
  const targets = references.map(({ uri }) =>
    uri === ''
      ? document.root
      : uri?.startsWith('#')
        ? findById(document, uri.slice(1))
        : undefined,
  )
  const toBody = targets.findIndex((target) => body !== undefined && target?.is(body) === true)
  return {
    ...structure,
    references,
    body,
    bodyReference: references[toBody] ?? (references.length === 1 ? references[0] : undefined),
    targets,
    certificate: unlessRefused(() => certificateOf(structure, document)),
  }
}

function signatureOf(document: XmlDocument): XmlElement | undefined {
  const all = findSignatures(document)
  return all.find(({ parent }) => parent?.localName === 'Security') ?? all[0]
}

function certificateOf(
  { keyInfo }: SignatureStructure,
  document: XmlDocument,
): Certificate | undefined {
  if (keyInfo === undefined) return undefined
  const reference = readKeyInfo(keyInfo, (id) => findById(document, id))
  return reference.kind === 'certificate' ? parseCertificate(reference.certificate) : undefined
}

function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof SignatureError || error instanceof PkiError) return undefined
    throw error
  }
}
