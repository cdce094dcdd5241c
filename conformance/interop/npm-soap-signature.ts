/**
 * The transport signature of SHEP with npm soap: soap's WSSecurityCert makes it, xml-crypto (which soap brings along) checks
 * it. The samples beside this file use it; copy it along with them.
 */
import { DOMParser } from '@xmldom/xmldom'
import { WSSecurityCert } from 'soap'
import { ExclusiveCanonicalization, SignedXml } from 'xml-crypto'

const ds = 'http://www.w3.org/2000/09/xmldsig#'
const wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

/** Key and certificate are PEM texts. For `client.setSecurity`. */
export const transportSecurity = (key: string, certificate: string): WSSecurityCert =>
  new WSSecurityCert(key, certificate, '', {
    hasTimeStamp: false,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
  })

/** Does the message hold a signature at all? */
const isSigned = (message: string): boolean =>
  parse(message).getElementsByTagNameNS(ds, 'Signature').length > 0

/** The soap:Body whose digest the gateway has signed, read from the very bytes that were hashed. Throws when there is none. */
export function signedBody(message: string, gatewayCertificate: string): Element {
  const document = parse(message)
  const [signature, another] = childrenOf(document.documentElement, 'Header').flatMap((header) =>
    Array.from(header.getElementsByTagNameNS(ds, 'Signature')),
  )
  if (signature === undefined || another !== undefined) {
    throw new Error('the message does not have one signature in its Header')
  }
  const signed = new SignedXml({ publicCert: gatewayCertificate })
  signed.loadSignature(signature)
  if (!signed.checkSignature(message)) throw new Error('the Body is not what was signed')
  const [covered = '', more] = signed.getSignedReferences()
  const body = parse(covered).documentElement
  // xml-crypto refuses an id that two elements have: the Body of the message is the element that was signed.
  const [own, second] = childrenOf(document.documentElement, 'Body')
  const isOwn = body.getAttributeNS(wsu, 'Id') === own?.getAttributeNS(wsu, 'Id')
  if (more !== undefined || second !== undefined || body.localName !== 'Body' || !isOwn) {
    throw new Error('the signature is not over the Body')
  }
  return body
}

/** The Body of an answer: signed, or a fault that was told before the gateway knew who asks. Throws otherwise. */
export function bodyOfAnswer(
  answer: string,
  gatewayCertificate: string,
): { readonly body: Element; readonly signature: 'valid' | 'missing'; readonly fault?: Element } {
  const signature = isSigned(answer) ? 'valid' : 'missing'
  const body =
    signature === 'valid'
      ? signedBody(answer, gatewayCertificate)
      : childrenOf(parse(answer).documentElement, 'Body')[0]
  const [fault] = body === undefined ? [] : childrenOf(body, 'Fault')
  if (body === undefined || (fault === undefined && signature === 'missing')) {
    throw new Error('the answer is not signed')
  }
  return { body, signature, ...(fault && { fault }) }
}

const parse = (xml: string): Document => new DOMParser().parseFromString(xml, 'text/xml')

const childrenOf = (element: Element, localName: string): Element[] =>
  Array.from(element.childNodes as NodeListOf<Element>).filter((one) => one.localName === localName)

export const textOf = (element: Element, name: string): string =>
  element.getElementsByTagName(name)[0]?.textContent ?? ''

/** The text of an element, or its elements, canonical. */
export function contentOf(element: Element | undefined): string {
  const nodes = Array.from(element?.childNodes ?? [])
  const elements = nodes.filter((node) => node.nodeType === 1) as Element[]
  if (elements.length === 0) return element?.textContent ?? ''
  return elements.map((one) => new ExclusiveCanonicalization().process(one, {})).join('')
}

/** What soap is to write into `data`: the attributes say what a text is; without them a reader may take it for anything. */
export const dataOf = (payload: string, { isText }: { readonly isText: boolean }) =>
  isText
    ? {
        attributes: { 'xmlns:xs': 'http://www.w3.org/2001/XMLSchema', 'xsi:type': 'xs:string' },
        $value: payload,
      }
    : { $xml: withoutDeclaration(payload) }

/** An XML declaration may stand only where a document begins. */
const withoutDeclaration = (xml: string): string =>
  xml.replace(/^\uFEFF?(<\?xml\s[^>]*\?>\s*)?/, '')
