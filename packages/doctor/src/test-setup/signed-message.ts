import { createHash, type KeyObject } from 'node:crypto'
import { dateTime, payloadFrom, writeSendMessage } from '@arna/message'
import { algorithmForKey, type KeyPair, signatureAlgorithm } from '@arna/pki'
import { canonicalBytes, scan, type XmlDocument, type XmlElement } from '@arna/xml'

const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'

export const payload =
  '<greeting xmlns="urn:me"><from>Арна</from><text>Сәлем йод &amp; "x"</text></greeting>'

/** The content of a good Body, as toolkits write it. */
export function content(inside = payload): string {
  return Buffer.concat(
    writeSendMessage(
      {
        messageId: 'message-1',
        serviceId: 'DemoService',
        messageDate: dateTime(new Date('2026-11-23T10:00:00Z')),
        sender: { senderId: 'client', password: 'open-sesame' },
        properties: [],
      },
      payloadFrom(Buffer.from(inside)),
    ).map((part) => Buffer.from(part)),
  ).toString()
}

export interface Signing {
  readonly pair: KeyPair
  readonly body?: string
  readonly bodyAttributes?: string
  /** What is hashed for DigestValue; the canonical Body when left out. */
  readonly hashed?: (document: XmlDocument, body: XmlElement) => Uint8Array
  readonly hash?: string
  readonly digestUri?: string
  readonly methodUri?: string
  readonly transforms?: readonly string[]
  readonly uri?: string
  readonly moreReferences?: (document: XmlDocument) => string
  readonly beforeSignature?: string
  /** How the canonical SignedInfo becomes a value. */
  readonly sign?: (signedInfo: Buffer, key: KeyObject) => Buffer
  readonly enclosed?: KeyPair['certificate']
}

/** A message signed in whatever way a test asks for. */
export function signedMessage(signing: Signing): string {
  const { pair, body = content(), bodyAttributes = 'wsu:Id="id-1"', beforeSignature = '' } = signing
  const unsigned = envelope(body, bodyAttributes, beforeSignature, '')
  const document = scan(Buffer.from(unsigned))
  const element = document.root.children().at(-1)!
  const octets = signing.hashed?.(document, element) ?? canonicalOf(document, element)
  const digest = createHash(signing.hash ?? 'sha256')
    .update(octets)
    .digest('base64')
  const transforms = (signing.transforms ?? [exclusive]).map(
    (uri) => `<ds:Transform Algorithm="${uri}"/>`,
  )
  const signedInfo =
    `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${exclusive}"/>` +
    `<ds:SignatureMethod Algorithm="${signing.methodUri ?? algorithmForKey(pair.key).uri}"/>` +
    reference(signing.uri ?? '#id-1', digest, transforms.join(''), signing.digestUri) +
    `${signing.moreReferences?.(document) ?? ''}</ds:SignedInfo>`
  const der = (signing.enclosed ?? pair.certificate).der.toString('base64')
  const signature = (value: string): string =>
    `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${signedInfo}<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><wsse:SecurityTokenReference><wsse:KeyIdentifier EncodingType="${oasis}soap-message-security-1.0#Base64Binary" ValueType="${oasis}x509-token-profile-1.0#X509v3">${der}</wsse:KeyIdentifier></wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature>`
  const whole = (value: string): string =>
    envelope(body, bodyAttributes, beforeSignature, signature(value))
  const withSignature = scan(Buffer.from(whole('AAAA')))
  const info = elementNamed(withSignature, 'SignedInfo')
  const sign = signing.sign ?? ((data, key) => algorithmForKey(key).sign(data, key))
  return whole(sign(canonicalOf(withSignature, info), pair.key).toString('base64'))
}

export const reference = (
  uri: string,
  digest: string,
  transforms = `<ds:Transform Algorithm="${exclusive}"/>`,
  digestUri = 'http://www.w3.org/2001/04/xmlenc#sha256',
): string =>
  `<ds:Reference URI="${uri}"><ds:Transforms>${transforms}</ds:Transforms><ds:DigestMethod Algorithm="${digestUri}"/><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`

const envelope = (body: string, attributes: string, before: string, signature: string): string =>
  `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsu="${oasis}wssecurity-utility-1.0.xsd"><soap:Header><wsse:Security xmlns:wsse="${oasis}wssecurity-secext-1.0.xsd" soap:mustUnderstand="1">${before}${signature}</wsse:Security></soap:Header><soap:Body ${attributes}>${body}</soap:Body></soap:Envelope>`

export const canonicalOf = (
  document: XmlDocument,
  element: XmlElement,
  method: 'exc-c14n' | 'c14n' = 'exc-c14n',
): Buffer => canonicalBytes(document, { method, element })

function elementNamed(document: XmlDocument, localName: string): XmlElement {
  for (let index = 0; index < document.elementCount; index++) {
    const element = document.element(index)
    if (element.localName === localName) return element
  }
  throw new Error(`no ${localName}`)
}

/** Signs as the algorithm with this name, whatever SignatureMethod says. */
export const signAs =
  (uri: string) =>
  (data: Buffer, key: KeyObject): Buffer =>
    signatureAlgorithm(uri)!.sign(data, key)
