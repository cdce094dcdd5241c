import { createHash } from 'node:crypto'
import type { KeyPair, SignatureAlgorithm } from '@arna/pki'
import { canonicalBytes, scan, type XmlDocument } from '@arna/xml'

const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ds = 'http://www.w3.org/2000/09/xmldsig#'

export interface HandSignature extends KeyPair {
  readonly algorithm: SignatureAlgorithm
  /** What SignatureMethod says in its place. */
  readonly named?: string
  /** A wsu:Timestamp is put in and signed, as many toolkits do by default. */
  readonly timestamp?: { readonly created: string; readonly expires: string }
}

/** An envelope that is signed in a way in which our own packages never sign. */
export function signByHand(content: string, signature: HandSignature): Buffer {
  const { timestamp, algorithm, named = algorithm.uri, certificate, key } = signature
  const time =
    timestamp === undefined
      ? ''
      : `<wsu:Timestamp wsu:Id="TS-1"><wsu:Created>${timestamp.created}</wsu:Created><wsu:Expires>${timestamp.expires}</wsu:Expires></wsu:Timestamp>`
  const write = (signed: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header><wsse:Security xmlns:wsse="${oasis}wssecurity-secext-1.0.xsd" xmlns:wsu="${oasis}wssecurity-utility-1.0.xsd" soap:mustUnderstand="1">${time}${signed}</wsse:Security></soap:Header><soap:Body xmlns:wsu="${oasis}wssecurity-utility-1.0.xsd" wsu:Id="id-1">${content}</soap:Body></soap:Envelope>`
  const unsigned = scan(Buffer.from(write('')))
  const references = [...(timestamp ? ['TS-1'] : []), 'id-1'].map((id) => reference(unsigned, id))
  const signedInfo = `<ds:SignedInfo xmlns:ds="${ds}"><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${named}"></ds:SignatureMethod>${references.join('')}</ds:SignedInfo>`
  const value = algorithm.sign(Buffer.from(signedInfo), key).toString('base64')
  return Buffer.from(
    write(
      `<ds:Signature xmlns:ds="${ds}"${timestamp === undefined ? '' : ' Id="SIG-1"'}>${signedInfo.replace(` xmlns:ds="${ds}"`, '')}<ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo><wsse:SecurityTokenReference><wsse:KeyIdentifier EncodingType="${oasis}soap-message-security-1.0#Base64Binary" ValueType="${oasis}x509-token-profile-1.0#X509v3">${certificate.der.toString('base64')}</wsse:KeyIdentifier></wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature>`,
    ),
  )
}

function reference(document: XmlDocument, id: string): string {
  const [element] = document.withId(id)
  const octets = canonicalBytes(document, { method: 'exc-c14n', ...(element && { element }) })
  const digest = createHash('sha256').update(octets).digest('base64')
  return `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${exclusive}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`
}
