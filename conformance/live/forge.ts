import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { algorithmForKey, parseCertificate } from '@arna/pki'
import {
  canonicalBytes,
  type CanonicalOptions,
  scan,
  type XmlDocument,
  type XmlElement,
} from '@arna/xml'
import { channel, content, type Order, world } from './speak.ts'
import type { MemberName } from './members.ts'

const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-'

export const ns = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  soap12: 'http://www.w3.org/2003/05/soap-envelope',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  wsse: `${oasis}wssecurity-secext-1.0.xsd`,
  wsu: `${oasis}wssecurity-utility-1.0.xsd`,
  types: `http://bip.bee.kz/${channel === 'async' ? 'Async' : 'Sync'}Channel/v10/Types`,
  x509v3: `${oasis}x509-token-profile-1.0#X509v3`,
  base64: `${oasis}soap-message-security-1.0#Base64Binary`,
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  inclusive: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
} as const

/** The element of the Body of a good request, as text. */
export const sendMessage = (order: Order = {}): string =>
  Buffer.concat(content(order).map((part) => Buffer.from(part))).toString()

/** wsse:Security with the place where `forge` writes the signature. */
export const security = (inside = '{signature}', attributes = ''): string =>
  `<wsse:Security xmlns:wsse="${ns.wsse}" xmlns:wsu="${ns.wsu}"${attributes}>${inside}</wsse:Security>`

export interface Handwritten {
  readonly header?: string
  readonly body?: string
  readonly bodyAttributes?: string
  readonly soap?: string
}

/** An envelope written by hand: what a rule spoils before somebody with a registered key signs it. */
export const envelope = (parts: Handwritten = {}): string =>
  `<soap:Envelope xmlns:soap="${parts.soap ?? ns.soap}"><soap:Header>${parts.header ?? security()}</soap:Header>` +
  `<soap:Body${parts.bodyAttributes ?? ` xmlns:wsu="${ns.wsu}" wsu:Id="body"`}>${parts.body ?? sendMessage()}</soap:Body></soap:Envelope>`

interface ForgedReference {
  /** The URI attribute as it is written, `URI="#body"` when left out. */
  readonly uri?: string
  /** What is hashed; the first soap:Body of the envelope when left out. */
  readonly of?: (document: XmlDocument) => XmlElement
  /** How it is hashed; exclusive canonicalisation when left out. */
  readonly canonical?: Omit<CanonicalOptions, 'element'>
  /** What stands inside ds:Transforms; '' leaves ds:Transforms out. */
  readonly transforms?: string
  readonly digest?: { readonly uri: string; readonly hash: string }
}

export interface Forgery {
  /** Whose key signs; `client` when left out. */
  readonly as?: MemberName
  readonly references?: readonly ForgedReference[]
  readonly canonicalization?: { readonly xml: string } & Omit<CanonicalOptions, 'element'>
  /** The URI in SignatureMethod; the usual one for the key when left out. */
  readonly method?: string
  readonly sign?: (signedInfo: Buffer, key: KeyObject) => Buffer
  /** What stands after SignatureValue. */
  readonly keyInfo?: string
  /** Changes SignedInfo before it is signed. */
  readonly edit?: (signedInfo: string) => string
  /** Writes the same signature in other words, prefixes for instance. */
  readonly respell?: (signature: string) => string
}

export const transform = (algorithm: string, inside = ''): string =>
  `<ds:Transform Algorithm="${algorithm}">${inside}</ds:Transform>`

export const sha256 = { uri: 'http://www.w3.org/2001/04/xmlenc#sha256', hash: 'sha256' }

const exclusive = { method: 'exc-c14n' } as const

/**
 * Signs whatever it is told to sign, over whatever targets: an attacker who holds a registered key is not bound to the
 * profile. `{signature}` in the text is replaced by the ds:Signature; everything else stays as it is.
 */
export function forge(text: string, forgery: Forgery = {}): string {
  const { key: keyPem, certificate } = world.members[forgery.as ?? 'client']
  const key = createPrivateKey(keyPem)
  const document = scan(Buffer.from(text.replace('{signature}', '')))
  const method = forgery.method ?? algorithmForKey(key).uri
  const canonicalization = forgery.canonicalization ?? {
    xml: canonicalizationMethod(),
    ...exclusive,
  }
  const references = (forgery.references ?? [{}]).map((reference) => written(reference, document))
  const signedInfo = (forgery.edit ?? ((same: string) => same))(
    `<ds:SignedInfo>${canonicalization.xml}<ds:SignatureMethod Algorithm="${method}"/>${references.join('')}</ds:SignedInfo>`,
  )
  const respell = forgery.respell ?? ((same: string) => same)
  const signature = (value: string): string =>
    respell(
      `<ds:Signature xmlns:ds="${ns.ds}">${signedInfo}<ds:SignatureValue>${value}</ds:SignatureValue>${forgery.keyInfo ?? keyIdentifier(certificate)}</ds:Signature>`,
    )
  const unsigned = scan(Buffer.from(text.replace('{signature}', () => signature(''))))
  const { xml: _, ...options } = canonicalization
  const bytes = canonicalBytes(unsigned, { ...options, element: signedInfoIn(unsigned) })
  const make = forgery.sign ?? ((data: Buffer) => algorithmForKey(key).sign(data, key))
  return text.replace('{signature}', () => signature(make(bytes, key).toString('base64')))
}

export const canonicalizationMethod = (uri: string = ns.exclusive, inside = ''): string =>
  `<ds:CanonicalizationMethod Algorithm="${uri}">${inside}</ds:CanonicalizationMethod>`

function written(reference: ForgedReference, document: XmlDocument): string {
  const digest = reference.digest ?? sha256
  const element = (reference.of ?? bodyOf)(document)
  const bytes = canonicalBytes(document, { ...(reference.canonical ?? exclusive), element })
  const transforms = reference.transforms ?? transform(ns.exclusive)
  return (
    `<ds:Reference ${reference.uri ?? 'URI="#body"'}>` +
    (transforms === '' ? '' : `<ds:Transforms>${transforms}</ds:Transforms>`) +
    `<ds:DigestMethod Algorithm="${digest.uri}"/>` +
    `<ds:DigestValue>${createHash(digest.hash).update(bytes).digest('base64')}</ds:DigestValue></ds:Reference>`
  )
}

/** The first element with this name, in document order. */
export const named =
  (localName: string) =>
  (document: XmlDocument): XmlElement => {
    for (let index = 0; index < document.elementCount; index++) {
      const element = document.element(index)
      if (element.localName === localName) return element
    }
    throw new Error(`there is no ${localName} in the message`)
  }

const bodyOf = (document: XmlDocument): XmlElement =>
  document.root.children().find(({ localName }) => localName === 'Body') ?? named('Body')(document)

const signedInfoIn = named('SignedInfo')

export const keyInfo = (inside: string): string => `<ds:KeyInfo>${inside}</ds:KeyInfo>`

export const tokenReference = (inside: string): string =>
  keyInfo(
    `<wsse:SecurityTokenReference xmlns:wsse="${ns.wsse}">${inside}</wsse:SecurityTokenReference>`,
  )

export const keyIdentifier = (certificate: string, attributes?: string): string =>
  tokenReference(
    `<wsse:KeyIdentifier ${attributes ?? `EncodingType="${ns.base64}" ValueType="${ns.x509v3}"`}>${base64(certificate)}</wsse:KeyIdentifier>`,
  )

/** The DER of a certificate in PEM, as messages carry it. */
export const base64 = (certificate: string): string =>
  parseCertificate(certificate).der.toString('base64')

/** Signs as `hash` says, whatever the gateway's own table would refuse to sign with. */
export const signWith =
  (hash: string) =>
  (data: Buffer, key: KeyObject): Buffer =>
    sign(hash, data, key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : key)
