import { type Certificate, sameIssuer } from '@arna/pki'

/** What a signature says of its key. It only chooses among keys that are known otherwise: nothing signs it. */
export type KeyReference =
  | {
      readonly kind: 'certificate'
      readonly via: 'KeyIdentifier' | 'BinarySecurityToken' | 'X509Data'
      /** DER. */
      readonly certificate: Buffer
    }
  | {
      readonly kind: 'issuer-serial'
      /** As written, see `sameIssuer`. */
      readonly issuer: string
      /** Decimal without leading zeros. */
      readonly serial: string
    }

/** Whether the reference means this certificate. */
export function sameKey(reference: KeyReference, certificate: Certificate): boolean {
  return reference.kind === 'certificate'
    ? certificate.der.equals(reference.certificate)
    : certificate.serial === reference.serial && sameIssuer(reference.issuer, certificate.issuer)
}
