import { algorithmForKey, digestAlgorithm, type KeyPair, type SignatureAlgorithm } from '@arna/pki'
import {
  canonicalBytes,
  type CanonicalOptions,
  escapeAttribute,
  scan,
  type XmlDocument,
  type XmlElement,
} from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import { SignatureError } from '../signature-error.ts'
import { canonicalizationUris } from './canonicalization.ts'
import { findById } from './find-by-id.ts'
import { findSignatures } from './find-signatures.ts'
import { hashCanonical } from './hash-canonical.ts'
import { contentInserted, insertionPoint } from './insert.ts'

export interface DocumentSigner extends KeyPair {
  /** The usual one for the key when left out. */
  readonly algorithm?: SignatureAlgorithm
}

const { inclusive, inclusiveWithComments, exclusive } = canonicalizationUris
const enveloped = `${namespaces.ds}enveloped-signature`

/**
 * Signs the whole document, the ds:Signature last in its root: the form of signed payloads in SHEP (spec of the wire
 * 2.4). Throws SignatureError when the root holds a signature already: a second one would change what the first covers.
 */
export function signEnveloped(document: XmlDocument, signer: DocumentSigner): Buffer {
  if (findSignatures(document).some((signature) => signature.parent?.is(document.root))) {
    throw new SignatureError(
      'signature-ambiguous',
      'the document is signed already, and a second enveloped signature would break the first',
    )
  }
  return signed(document, signer, {
    uri: '',
    transforms: [enveloped, inclusiveWithComments],
    canonicalization: inclusive,
    // URI="" leaves comments out whatever the transform says (XML Signature §4.4.3.3).
    covered: { method: 'c14n' },
  })
}

/**
 * Signs the element with this id, by exclusive canonicalisation; the ds:Signature is written last in the root. Throws
 * SignatureError when not exactly one element has the id.
 */
export function signById(document: XmlDocument, id: string, signer: DocumentSigner): Buffer {
  const element = findById(document, id)
  if (element === undefined) {
    const none = !document.ids().has(id)
    throw new SignatureError(
      none ? 'signature-malformed' : 'signature-ambiguous',
      none ? `no element has the id ${id}` : `the id ${id} stands more than once in the document`,
    )
  }
  return signed(document, signer, {
    uri: `#${id}`,
    transforms: element.is(document.root) ? [enveloped, exclusive] : [exclusive],
    canonicalization: exclusive,
    covered: { method: 'exc-c14n', element },
  })
}

interface Order {
  readonly uri: string
  readonly transforms: readonly string[]
  readonly canonicalization: string
  /** What is hashed: the document as it is before the signature is written into it. */
  readonly covered: CanonicalOptions
}

function signed(document: XmlDocument, signer: DocumentSigner, order: Order): Buffer {
  const algorithm = signer.algorithm ?? algorithmForKey(signer.key)
  const hashed = hashCanonical(digestAlgorithm(algorithm.digestUri)!, document, order.covered)
  const digest = hashed.toString('base64')
  const write = (value: string): string =>
    writeSignature(order, algorithm, { digest, value, signer })
  // SignedInfo inherits namespaces from the place where it stands, so it is canonicalised there.
  const unsigned = contentInserted(document.root, 'end', write(''))
  const signedInfo = signedInfoAt(scan(unsigned, { maxBytes: unsigned.length }), document.root)
  const bytes = canonicalBytes(signedInfo.document, {
    method: order.canonicalization === inclusive ? 'c14n' : 'exc-c14n',
    element: signedInfo,
  })
  const value = algorithm.sign(bytes, signer.key).toString('base64')
  return contentInserted(document.root, 'end', write(value))
}

function signedInfoAt(document: XmlDocument, root: XmlElement): XmlElement {
  const start = insertionPoint(root, 'end')
  const signature = document.root.children().find((child) => child.start === start)
  return signature!.children()[0]!
}

interface Values {
  readonly digest: string
  readonly value: string
  readonly signer: DocumentSigner
}

function writeSignature(order: Order, algorithm: SignatureAlgorithm, values: Values): string {
  const transforms = order.transforms.map((uri) => `<ds:Transform Algorithm="${uri}"/>`).join('')
  const reference = `<ds:Reference URI="${escapeAttribute(order.uri)}"><ds:Transforms>${transforms}</ds:Transforms><ds:DigestMethod Algorithm="${algorithm.digestUri}"/><ds:DigestValue>${values.digest}</ds:DigestValue></ds:Reference>`
  const signedInfo = `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${order.canonicalization}"/><ds:SignatureMethod Algorithm="${algorithm.uri}"/>${reference}</ds:SignedInfo>`
  const certificate = values.signer.certificate.der.toString('base64')
  const keyInfo = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
  return `<ds:Signature xmlns:ds="${namespaces.ds}">${signedInfo}<ds:SignatureValue>${values.value}</ds:SignatureValue>${keyInfo}</ds:Signature>`
}
