import type { XmlDocument, XmlElement } from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import { malformed, SignatureError } from '../signature-error.ts'

const { soap11, soap12 } = namespaces

export interface SoapEnvelope {
  /** The namespace of Envelope, Header and Body. */
  readonly namespace: string
  readonly header: XmlElement | undefined
  readonly body: XmlElement
}

/**
 * The Body is the child of the document element and the only one; whoever looks for "a Body" elsewhere would find what
 * nobody signed. Throws SignatureError.
 */
export function readSoapEnvelope(document: XmlDocument): SoapEnvelope {
  const { root } = document
  const { namespace } = root
  if (root.localName !== 'Envelope' || !isSoap(namespace)) {
    throw malformed('the document is not a SOAP envelope')
  }
  let header: XmlElement | undefined
  let body: XmlElement | undefined
  for (const child of root.children()) {
    const isHeader = child.localName === 'Header' && isSoap(child.namespace)
    const isBody = child.localName === 'Body' && isSoap(child.namespace)
    if (!isHeader && !isBody) throw malformed(`Envelope must not hold ${child.localName}`)
    if (child.namespace !== namespace) throw malformed('the envelope mixes two versions of SOAP')
    if (isHeader && (header !== undefined || body !== undefined)) {
      throw new SignatureError('signature-ambiguous', 'Envelope must hold one Header, before Body')
    }
    if (isBody && body !== undefined) {
      throw new SignatureError('signature-ambiguous', 'Envelope holds more than one Body')
    }
    if (isHeader) header = child
    else body = child
  }
  if (body === undefined) throw malformed('Envelope holds no Body')
  return { namespace, header, body }
}

function isSoap(namespace: string): boolean {
  return namespace === soap11 || namespace === soap12
}
