import { randomUUID } from 'node:crypto'
import type { DigestAlgorithm } from '@arna/pki'
import { scan, type XmlDocument, type XmlElement } from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import { findById } from '../signature/find-by-id.ts'
import { exclusiveOptions, hashCanonical } from '../signature/hash-canonical.ts'
import { contentInserted } from '../signature/insert.ts'
import { SignatureError } from '../signature-error.ts'
import { anyReceiver, actorOf } from './find-security.ts'
import type { SigningKey } from './signing-key.ts'
import { readSoapEnvelope } from './soap-envelope.ts'
import { writeSecurity } from './write-security.ts'

/**
 * Signs an envelope that somebody else wrote; every byte of it stays, but for an id on the Body when it has none.
 * Throws SignatureError when the document is no envelope or has a wsse:Security already, PkiError `key-malformed`
 * when key and algorithm disagree.
 */
export function signMessage(
  document: XmlDocument,
  signer: SigningKey,
  newId: () => string = randomUUID,
): Buffer {
  const { header } = readSoapEnvelope(document)
  if (header?.children().some(isSecurityForUs) === true) {
    throw new SignatureError(
      'signature-ambiguous',
      'the message has a wsse:Security already: take it out first',
    )
  }
  const named = withBodyId(document, newId)
  const envelope = readSoapEnvelope(named)
  const { root } = named
  const { prefix } = root
  const { body } = envelope
  const digestOfBody = (digest: DigestAlgorithm): Buffer =>
    hashCanonical(digest, body.document, exclusiveOptions(body, undefined))
  const security = writeSecurity(
    { digestOfBody, id: bodyId(body)!, soapPrefix: prefix, newId },
    signer,
  )
  if (envelope.header !== undefined) return contentInserted(envelope.header, 'start', security)
  const name = prefix === '' ? 'Header' : `${prefix}:Header`
  return contentInserted(root, 'start', `<${name}>${security}</${name}>`)
}

function isSecurityForUs(element: XmlElement): boolean {
  const isSecurity = element.localName === 'Security' && element.namespace === namespaces.wsse
  return isSecurity && anyReceiver.has(actorOf(element))
}

/** The wsu:Id of the Body, or an Id without a namespace, when no other element has the same. */
function bodyId(body: XmlElement): string | undefined {
  const id = body.attribute(namespaces.wsu, 'Id') ?? body.attribute('', 'Id')
  if (id === undefined) return undefined
  if (findById(body.document, id) !== undefined) return id
  throw new SignatureError(
    'signature-ambiguous',
    `the id ${id} of soap:Body stands more than once in the message`,
  )
}

function withBodyId(document: XmlDocument, newId: () => string): XmlDocument {
  const { body } = readSoapEnvelope(document)
  if (bodyId(body) !== undefined) return document
  const inScope = body.namespacesInScope()
  const known = [...inScope].find(([prefix, uri]) => uri === namespaces.wsu && prefix !== '')?.[0]
  const prefix = known ?? freePrefix(inScope)
  const declaration = known === undefined ? ` xmlns:${prefix}="${namespaces.wsu}"` : ''
  const name = body.prefix === '' ? body.localName : `${body.prefix}:${body.localName}`
  const at = body.start + 1 + Buffer.byteLength(name)
  const bytes = Buffer.concat([
    document.bytes.subarray(0, at),
    Buffer.from(`${declaration} ${prefix}:Id="id-${newId()}"`),
    document.bytes.subarray(at),
  ])
  return scan(bytes, { maxBytes: bytes.length })
}

function freePrefix(inScope: ReadonlyMap<string, string>): string {
  let number = 0
  let prefix = 'wsu'
  while (inScope.has(prefix)) prefix = `wsu${++number}`
  return prefix
}
