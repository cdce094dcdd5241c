import { namespaces, valueTypes } from '../namespaces.ts'

const { ds, wsse, wsu, soap11, exclusive } = namespaces

/** The parts of a message that a test may write otherwise; see `signAsWritten` for the `?`. */
export interface WrittenEnvelope {
  readonly certificate: string
  readonly body?: string
  readonly bodyAttributes?: string
  readonly beforeSignature?: string
  readonly signatureMethod?: string
  readonly canonicalization?: string
  readonly references?: string
  readonly keyInfo?: string
}

export const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

export function writtenReference(
  uri = '#body',
  {
    transforms = `<ds:Transform Algorithm="${exclusive}"/>`,
    digest = 'http://www.w3.org/2001/04/xmlenc#sha256',
    value = '?',
  } = {},
): string {
  return `<ds:Reference URI="${uri}"><ds:Transforms>${transforms}</ds:Transforms><ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue>${value}</ds:DigestValue></ds:Reference>`
}

export function writtenEnvelope(parts: WrittenEnvelope): string {
  const {
    certificate,
    body = '<m:Send xmlns:m="urn:m"><request>тест</request></m:Send>',
    bodyAttributes = 'wsu:Id="body"',
    beforeSignature = '',
    signatureMethod = `<ds:SignatureMethod Algorithm="${rsaSha256}"/>`,
    canonicalization = `<ds:CanonicalizationMethod Algorithm="${exclusive}"/>`,
    references = writtenReference(),
    keyInfo = `<wsse:SecurityTokenReference><wsse:KeyIdentifier EncodingType="${valueTypes.base64}" ValueType="${valueTypes.x509v3}">${certificate}</wsse:KeyIdentifier></wsse:SecurityTokenReference>`,
  } = parts
  return `<S:Envelope xmlns:S="${soap11}" xmlns:wsu="${wsu}" xmlns:wsse="${wsse}"><S:Header><wsse:Security S:mustUnderstand="1">${beforeSignature}<ds:Signature xmlns:ds="${ds}"><ds:SignedInfo>${canonicalization}${signatureMethod}${references}</ds:SignedInfo><ds:SignatureValue>?</ds:SignatureValue><ds:KeyInfo>${keyInfo}</ds:KeyInfo></ds:Signature></wsse:Security></S:Header><S:Body ${bodyAttributes}>${body}</S:Body></S:Envelope>`
}
