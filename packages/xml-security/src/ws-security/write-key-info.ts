import type { Certificate } from '@arna/pki'
import { escapeText } from '@arna/xml'
import { valueTypes } from '../namespaces.ts'
import type { SigningKey } from './signing-key.ts'

export interface WrittenKeyInfo {
  /** What stands in wsse:Security before ds:Signature; often nothing. */
  readonly token: string
  /** ds:KeyInfo; the prefixes ds, wsse and wsu are declared around it. */
  readonly keyInfo: string
}

/** The prefixes are written exactly so: clients look for them literally (spec of the wire 2.5a). */
export function writeKeyInfo(
  { certificate, reference }: Pick<SigningKey, 'certificate' | 'reference'>,
  newId: () => string,
): WrittenKeyInfo {
  const { token, pointer } = forms[reference](certificate, newId)
  return {
    token,
    keyInfo: `<ds:KeyInfo><wsse:SecurityTokenReference>${pointer}</wsse:SecurityTokenReference></ds:KeyInfo>`,
  }
}

interface Form {
  readonly token: string
  readonly pointer: string
}

const forms: Record<
  SigningKey['reference'],
  (certificate: Certificate, newId: () => string) => Form
> = {
  KeyIdentifier: (certificate) => ({
    token: '',
    pointer: `<wsse:KeyIdentifier ${typed}>${base64Of(certificate)}</wsse:KeyIdentifier>`,
  }),
  BinarySecurityToken: (certificate, newId) => {
    const id = `X509-${newId()}`
    return {
      token: `<wsse:BinarySecurityToken ${typed} wsu:Id="${id}">${base64Of(certificate)}</wsse:BinarySecurityToken>`,
      pointer: `<wsse:Reference URI="#${id}" ValueType="${valueTypes.x509v3}"></wsse:Reference>`,
    }
  },
  IssuerSerial: ({ issuer, serial }) => ({
    token: '',
    pointer: `<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>${escapeText(issuer)}</ds:X509IssuerName><ds:X509SerialNumber>${serial}</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>`,
  }),
}

const typed = `EncodingType="${valueTypes.base64}" ValueType="${valueTypes.x509v3}"`

const base64ByCertificate = new WeakMap<Certificate, string>()

function base64Of(certificate: Certificate): string {
  let base64 = base64ByCertificate.get(certificate)
  if (base64 === undefined) {
    base64 = certificate.der.toString('base64')
    base64ByCertificate.set(certificate, base64)
  }
  return base64
}
