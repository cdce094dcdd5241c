import type { KeyObject } from 'node:crypto'
import type { DistinguishedName } from './distinguished-name.ts'

export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly'

/** An X.509 certificate, read once. That it was read says nothing about trust: see `Trust`. */
export interface Certificate {
  readonly der: Buffer
  readonly pem: string
  /** Lower-case hex over the DER; the name of the certificate in caches and registries. */
  readonly sha256: string
  /** RFC 4514: `CN=…,C=KZ` for a certificate that holds C, CN in this order. */
  readonly subject: string
  readonly issuer: string
  readonly subjectName: DistinguishedName
  readonly issuerName: DistinguishedName
  /** Decimal, as ds:X509SerialNumber writes it. */
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** OID of the key's algorithm. */
  readonly keyAlgorithm: string
  /** Throws PkiError `key-malformed` when the key is of a kind that node:crypto cannot use (GOST). */
  readonly publicKey: KeyObject
  /** OID of the algorithm that the issuer signed with, and its parameters as DER. */
  readonly signatureAlgorithm: { readonly oid: string; readonly parameters: Buffer | undefined }
  readonly commonName: string
  readonly organisation: string | undefined
  /** Twelve digits, only when the subject names exactly one IIN and in the right place. */
  readonly iin: string | undefined
  /** Twelve digits, only when the subject names exactly one BIN and in the right place. */
  readonly bin: string | undefined
  /** Why `iin` or `bin` is missing although the subject seems to hold one; a sentence. */
  readonly subjectProblem: string | undefined
  /** Undefined when the certificate does not restrict its use. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined
  /** OIDs; empty when the certificate does not restrict its use. */
  readonly extendedKeyUsage: readonly string[]
  readonly ca: boolean
  readonly pathLength: number | undefined
  /** OIDs of extensions that must be understood and are not. */
  readonly unknownCritical: readonly string[]
}

/** A certificate with the private half of its key. */
export interface KeyPair {
  readonly certificate: Certificate
  readonly key: KeyObject
}
