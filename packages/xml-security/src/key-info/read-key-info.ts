import type { XmlElement } from '@arna/xml'
import { namespaces, valueTypes } from '../namespaces.ts'
import { readBase64 } from '../signature/read-base64.ts'
import { SignatureError } from '../signature-error.ts'
import type { KeyReference } from './key-reference.ts'

const { ds, wsse } = namespaces

/** Finds the BinarySecurityToken that `#id` means; undefined when there is none, or more than one element with the id. */
export type TokenFinder = (id: string) => XmlElement | undefined

/**
 * Reads KeyInfo: KeyIdentifier with the certificate, a Reference to a BinarySecurityToken, X509Data with a certificate or
 * an issuer and serial number. Anything beside it is refused, so that two readers cannot find two keys. Throws
 * SignatureError `key-reference-unreadable`.
 */
export function readKeyInfo(keyInfo: XmlElement, findToken: TokenFinder): KeyReference {
  const holder = onlyChild(keyInfo)
  if (is(holder, ds, 'X509Data')) return readX509Data(holder)
  if (!is(holder, wsse, 'SecurityTokenReference')) {
    throw unreadable(
      `KeyInfo must hold a wsse:SecurityTokenReference or ds:X509Data and holds ${holder.localName}`,
    )
  }
  const reference = onlyChild(holder)
  if (is(reference, wsse, 'KeyIdentifier')) {
    return {
      kind: 'certificate',
      via: 'KeyIdentifier',
      certificate: readToken(reference),
    }
  }
  if (is(reference, ds, 'X509Data')) return readX509Data(reference)
  if (is(reference, wsse, 'Reference')) {
    const uri = reference.attribute('', 'URI') ?? ''
    const token = uri.startsWith('#') ? findToken(uri.slice(1)) : undefined
    if (token === undefined || !is(token, wsse, 'BinarySecurityToken')) {
      throw unreadable(
        `the Reference ${JSON.stringify(uri)} in KeyInfo leads to no BinarySecurityToken`,
      )
    }
    return { kind: 'certificate', via: 'BinarySecurityToken', certificate: readToken(token) }
  }
  throw unreadable(`SecurityTokenReference holds ${reference.localName}, which is not supported`)
}

/** KeyIdentifier and BinarySecurityToken say alike what they hold. */
function readToken(element: XmlElement): Buffer {
  const valueType = element.attribute('', 'ValueType')
  if (valueType !== valueTypes.x509v3) {
    throw unreadable(
      `${element.localName} has the ValueType ${JSON.stringify(valueType ?? '')}; send the certificate itself (X509v3) or its issuer and serial number`,
    )
  }
  const encoding = element.attribute('', 'EncodingType')
  if (encoding !== undefined && encoding !== valueTypes.base64) {
    throw unreadable(`${element.localName} has an unknown EncodingType`)
  }
  return readBase64(element, 'key-reference-unreadable')
}

function readX509Data(data: XmlElement): KeyReference {
  const children = data.children()
  const certificates = children.filter((child) => is(child, ds, 'X509Certificate'))
  const numbers = children.filter((child) => is(child, ds, 'X509IssuerSerial'))
  if (certificates.length > 1 || numbers.length > 1) {
    throw unreadable('X509Data names several certificates: send the one that signs')
  }
  const [certificate] = certificates
  if (certificate !== undefined) {
    return {
      kind: 'certificate',
      via: 'X509Data',
      certificate: readBase64(certificate, 'key-reference-unreadable'),
    }
  }
  const [number] = numbers
  if (number === undefined) {
    throw unreadable('X509Data must hold X509Certificate or X509IssuerSerial')
  }
  return readIssuerSerial(number)
}

const decimal = /^[ \t\r\n]*0*(\d{1,64})[ \t\r\n]*$/
/** X.509 allows 20 octets, 49 digits; the expression above looks at long texts many times over. */
const longestNumber = 256

function readIssuerSerial(element: XmlElement): KeyReference {
  const [issuer, serial, ...more] = element.children()
  const isWhole =
    is(issuer, ds, 'X509IssuerName') && is(serial, ds, 'X509SerialNumber') && more.length === 0
  const name = isWhole && issuer?.hasOnlyText() ? issuer.text() : undefined
  const number = isWhole && serial?.hasOnlyText() ? readNumber(serial.text()) : undefined
  if (name === undefined || number === undefined) {
    throw unreadable('X509IssuerSerial must hold an X509IssuerName and a decimal X509SerialNumber')
  }
  return { kind: 'issuer-serial', issuer: name, serial: number }
}

function readNumber(text: string): string | undefined {
  return text.length > longestNumber ? undefined : decimal.exec(text)?.[1]
}

function onlyChild(parent: XmlElement): XmlElement {
  const [child, ...more] = parent.children()
  if (child === undefined || more.length > 0) {
    throw unreadable(`${parent.localName} must hold exactly one element`)
  }
  return child
}

function is(element: XmlElement | undefined, namespace: string, localName: string): boolean {
  return element?.localName === localName && element.namespace === namespace
}

function unreadable(message: string): SignatureError {
  return new SignatureError('key-reference-unreadable', message)
}
