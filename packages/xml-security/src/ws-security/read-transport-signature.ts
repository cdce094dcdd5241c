import {
  digestAlgorithm,
  gostNotSupported,
  isGostUri,
  type SignatureAlgorithm,
  signatureAlgorithm,
} from '@arna/pki'
import type { XmlDocument, XmlElement } from '@arna/xml'
import { readKeyInfo } from '../key-info/read-key-info.ts'
import { namespaces } from '../namespaces.ts'
import {
  type CanonicalizationStep,
  canonicalizationUris,
  readStep,
} from '../signature/canonicalization.ts'
import { findById } from '../signature/find-by-id.ts'
import {
  readSignature,
  type ReferenceStructure,
  type SignatureStructure,
} from '../signature/read-signature.ts'
import { malformed, SignatureError } from '../signature-error.ts'
import { findSecurity } from './find-security.ts'
import { readSoapEnvelope } from './soap-envelope.ts'
import type { CoveredElement, TransportSignature } from './transport-signature.ts'

const { ds, wsu } = namespaces

export interface TransportSignatureOptions {
  /** A second Reference, to the wsu:Timestamp of the same header, is verified too in place of being refused. */
  readonly tolerateTimestamp?: boolean
  /** RSA-SHA1 and SHA-1 digests are read in place of being refused. */
  readonly allowSha1?: boolean
}

/**
 * Reads the one signature of the profile: Header/wsse:Security/ds:Signature over the soap:Body of the document element
 * by its id, exclusive canonicalisation, allowed algorithms. Structure only: what can be refused without a key is
 * refused here, and nothing is hashed. Throws SignatureError.
 */
export function readTransportSignature(
  document: XmlDocument,
  options: TransportSignatureOptions = {},
): TransportSignature {
  const envelope = readSoapEnvelope(document)
  const { security, otherActors } = findSecurity(envelope)
  const structure = readSignature(onlySignature(security))
  requireProfile(structure)
  const algorithm = allowedAlgorithm(structure.algorithm, options)
  const covered = coveredElements(structure, security, envelope.body, options)
  return {
    element: structure.element,
    signedInfo: structure.signedInfo,
    inclusivePrefixes: structure.canonicalization.inclusivePrefixes,
    algorithm,
    value: structure.value,
    keyReference: readKeyInfo(structure.keyInfo!, (id) => {
      const token = findById(document, id)
      return token?.parent?.is(security) === true ? token : undefined
    }),
    body: envelope.body,
    covered,
    otherActors,
  }
}

function onlySignature(security: XmlElement): XmlElement {
  const [signature, ...more] = security
    .children()
    .filter((child) => child.localName === 'Signature' && child.namespace === ds)
  if (signature === undefined) {
    throw new SignatureError(
      'signature-missing',
      'the message is not signed: its wsse:Security holds no ds:Signature',
    )
  }
  if (more.length > 0) {
    throw new SignatureError(
      'signature-ambiguous',
      'wsse:Security holds more than one ds:Signature',
    )
  }
  return signature
}

function requireProfile({ keyInfo, objects, canonicalization }: SignatureStructure): void {
  if (objects.length > 0) throw malformed('the transport signature must not hold ds:Object')
  if (keyInfo === undefined) {
    throw new SignatureError('key-reference-unreadable', 'the transport signature has no KeyInfo')
  }
  requireExclusive(canonicalization, 'CanonicalizationMethod')
}

function requireExclusive({ uri }: CanonicalizationStep, where: string): void {
  if (uri === canonicalizationUris.exclusive) return
  throw new SignatureError(
    'signature-algorithm-refused',
    `${where} must be exclusive canonicalisation without comments (${canonicalizationUris.exclusive}) and is ${uri}`,
  )
}

function allowedAlgorithm(uri: string, options: TransportSignatureOptions): SignatureAlgorithm {
  const algorithm = signatureAlgorithm(uri)
  if (algorithm === undefined) throw unknownAlgorithm('signature', uri)
  if (algorithm.policy === 'off-by-default' && options.allowSha1 !== true) throw sha1Refused(uri)
  return algorithm
}

function unknownAlgorithm(kind: 'signature' | 'digest', uri: string): SignatureError {
  return new SignatureError(
    'signature-algorithm-refused',
    isGostUri(uri)
      ? `${gostNotSupported} (the ${kind} algorithm is ${uri})`
      : `the ${kind} algorithm ${uri} is not known`,
  )
}

function sha1Refused(uri: string): SignatureError {
  return new SignatureError(
    'signature-algorithm-refused',
    `${uri} rests on SHA-1, which is not accepted`,
    {
      hint: 'sign with RSA-SHA256 and the digest SHA-256, or ask the operator to allow SHA-1 for your system',
    },
  )
}

function coveredElements(
  { references }: SignatureStructure,
  security: XmlElement,
  body: XmlElement,
  options: TransportSignatureOptions,
): CoveredElement[] {
  // Before any is resolved: each costs a look at every id of the message, and nobody is proved yet.
  if (references.length > mostReferences) throw notOverBody()
  const targets = references.map((reference) => resolve(body.document, reference))
  const bodies = targets.filter((target) => target.is(body)).length
  const timestamps = targets.filter((target) => isTimestampOf(target, security)).length
  if (
    bodies === 1 &&
    timestamps === 1 &&
    targets.length === 2 &&
    options.tolerateTimestamp !== true
  ) {
    throw new SignatureError(
      'signature-timestamp',
      'the signature covers a wsu:Timestamp beside soap:Body; sign soap:Body alone (Rules of integration, paragraph 55)',
      { hint: timestampHint },
    )
  }
  if (bodies !== 1 || bodies + timestamps !== targets.length || timestamps > 1) {
    throw notOverBody()
  }
  return references.map((reference, index) => ({
    element: targets[index]!,
    ...readCover(reference, options),
  }))
}

/** The Body, and a Timestamp where it is tolerated. */
const mostReferences = 2

function notOverBody(): SignatureError {
  return new SignatureError(
    'signature-not-over-body',
    'the signature must have exactly one Reference, to the soap:Body of the envelope',
    { hint: 'sign soap:Body as a whole and nothing else, by its wsu:Id' },
  )
}

const transformsHint = `leave exclusive canonicalisation alone; in npm soap give WSSecurityCert the option signatureTransformations: ['${canonicalizationUris.exclusive}']`

const timestampHint = [
  'in npm soap: WSSecurityCert with hasTimeStamp: false',
  'WSS4J and CXF: action "Signature" without "Timestamp"',
  'WCF: IncludeTimestamp="false"',
  'zeep: sign without a Timestamp in the header',
].join('; ')

function resolve(document: XmlDocument, { uri }: ReferenceStructure): XmlElement {
  if (uri === undefined || !/^#[^()\s]+$/.test(uri)) {
    throw new SignatureError(
      'signature-not-over-body',
      `a Reference must lead to soap:Body by its id, as in URI="#id-…", and has ${uri === undefined ? 'no URI' : `URI=${JSON.stringify(uri.slice(0, 200))}`}`,
    )
  }
  const target = findById(document, uri.slice(1))
  if (target !== undefined) return target
  const several = document.withId(uri.slice(1)).length > 0
  throw several
    ? new SignatureError(
        'signature-ambiguous',
        `the id that Reference ${JSON.stringify(uri.slice(0, 200))} names stands more than once`,
      )
    : new SignatureError(
        'signature-not-over-body',
        `no element has the id that Reference ${JSON.stringify(uri.slice(0, 200))} names`,
      )
}

function isTimestampOf(element: XmlElement, security: XmlElement): boolean {
  return (
    element.localName === 'Timestamp' &&
    element.namespace === wsu &&
    element.parent?.is(security) === true
  )
}

function readCover(
  { transforms, digest: digestUri, digestValue }: ReferenceStructure,
  options: TransportSignatureOptions,
): Omit<CoveredElement, 'element'> {
  const [transform, ...more] = transforms
  if (transform === undefined || more.length > 0) {
    throw new SignatureError(
      'signature-malformed',
      `a Reference must have exactly one Transform, ${canonicalizationUris.exclusive}, and has ${transforms.length}`,
      { hint: transformsHint },
    )
  }
  const uri = transform.attribute('', 'Algorithm') ?? ''
  requireExclusive({ uri, inclusivePrefixes: undefined }, 'Transform')
  const { inclusivePrefixes } = readStep(transform)
  const digest = digestAlgorithm(digestUri)
  if (digest === undefined) throw unknownAlgorithm('digest', digestUri)
  if (digest.policy === 'off-by-default' && options.allowSha1 !== true) throw sha1Refused(digestUri)
  if (digestValue.length !== digest.length) {
    throw malformed(
      `DigestValue has ${digestValue.length} octets and ${digest.name} has ${digest.length}`,
    )
  }
  return { inclusivePrefixes, digest, digestValue }
}
