import { randomUUID } from 'node:crypto'
import { algorithmForKey, digestAlgorithm, type SignatureAlgorithm } from '@arna/pki'
import { scan } from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import { canonicalizationUris } from '../signature/canonicalization.ts'
import type { SigningKey } from './signing-key.ts'
import { type EnvelopeContent, envelopeEnd, envelopeStart, joined } from './write-envelope.ts'
import { writeKeyInfo } from './write-key-info.ts'

/**
 * A SOAP envelope around the content, its Body signed as SHEP and its clients do: one Reference to the Body's wsu:Id,
 * exclusive canonicalisation, no Timestamp. Throws XmlError when the content is not well-formed, PkiError
 * `key-malformed` when key and algorithm disagree.
 */
export function signEnvelope(
  { content, soap = '1.1' }: EnvelopeContent,
  signer: SigningKey,
  newId: () => string = randomUUID,
): Buffer {
  const algorithm = signer.algorithm ?? algorithmForKey(signer.key)
  const id = `id-${newId()}`
  const start = envelopeStart[soap]
  const bodyStart = `<soap:Body xmlns:wsu="${namespaces.wsu}" wsu:Id="${id}">`
  const unsigned = joined([start, bodyStart, ...content, envelopeEnd])
  const signedInfo = writeSignedInfo(id, algorithm, bodyDigest(unsigned, algorithm))
  const value = algorithm.sign(Buffer.from(signedInfo), signer.key).toString('base64')
  const { token, keyInfo } = writeKeyInfo(signer, newId)
  // Inside ds:Signature the declaration that the canonical form needs is inherited.
  const inherited = signedInfo.replace(declaration, '')
  const header = `<soap:Header><wsse:Security xmlns:wsse="${namespaces.wsse}" xmlns:wsu="${namespaces.wsu}" soap:mustUnderstand="1">${token}<ds:Signature${declaration}>${inherited}<ds:SignatureValue>${value}</ds:SignatureValue>${keyInfo}</ds:Signature></wsse:Security></soap:Header>`
  return Buffer.concat([
    unsigned.subarray(0, start.length),
    Buffer.from(header),
    unsigned.subarray(start.length),
  ])
}

/** Room for what stands around a payload that was itself read within the limits. */
const moreDepth = 64

function bodyDigest(envelope: Buffer, algorithm: SignatureAlgorithm): Buffer {
  const document = scan(envelope, { maxBytes: envelope.length, maxDepth: 128 + moreDepth })
  const [body, ...more] = document.root.children()
  if (body === undefined || more.length > 0) {
    throw new TypeError('the content of soap:Body must not end it')
  }
  const hash = digestAlgorithm(algorithm.digestUri)!.hash()
  document.canonicalize({ method: 'exc-c14n', element: body }, (chunk) => hash.update(chunk))
  return hash.digest()
}

const declaration = ` xmlns:ds="${namespaces.ds}"`

/** Written in its canonical form, so that these very bytes are signed. */
function writeSignedInfo(id: string, algorithm: SignatureAlgorithm, digest: Buffer): string {
  const { exclusive } = canonicalizationUris
  return `<ds:SignedInfo${declaration}><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${algorithm.uri}"></ds:SignatureMethod><ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${exclusive}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${algorithm.digestUri}"></ds:DigestMethod><ds:DigestValue>${digest.toString('base64')}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
}
