export {
  type DigestAlgorithm,
  digestAlgorithm,
  digestAlgorithms,
  type DigestPolicy,
  type IncrementalDigest,
} from './algorithm/digest-algorithms.ts'
export { gostNotSupported, isGostUri } from './algorithm/gost.ts'
export {
  algorithmForKey,
  type SignatureAlgorithm,
  signatureAlgorithm,
  signatureAlgorithms,
  type SignaturePolicy,
} from './algorithm/signature-algorithms.ts'
export type { Certificate, KeyPair, KeyUsage } from './certificate/certificate.ts'
export type {
  DistinguishedName,
  NameAttribute,
  RelativeName,
} from './certificate/distinguished-name.ts'
export { findByIssuerSerial } from './certificate/find-certificate.ts'
export {
  type CertificateOrder,
  type ExtensionOrder,
  issueCertificate,
  type Subject,
} from './certificate/issue-certificate.ts'
export { parseCertificate, parseCertificates } from './certificate/parse-certificate.ts'
export { issuerKey, sameIssuer } from './certificate/same-issuer.ts'
export { Trust, type TrustOptions, type Verdict } from './certificate/trust.ts'
export { generateKey, keyBelongsTo, type KeyKind, readPrivateKey } from './keys/keys.ts'
export { PkiError, type PkiErrorCode } from './pki-error.ts'
