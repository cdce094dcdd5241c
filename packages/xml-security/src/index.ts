export { type KeyReference, sameKey } from './key-info/key-reference.ts'
export { readKeyInfo } from './key-info/read-key-info.ts'
export {
  type CanonicalizationStep,
  canonicalization,
  canonicalizationUris,
  readStep,
} from './signature/canonicalization.ts'
export { findById } from './signature/find-by-id.ts'
export { findSignatures } from './signature/find-signatures.ts'
export { type DocumentSigner, signById, signEnveloped } from './signature/sign-document.ts'
export { type EnvelopedOptions, verifyEnveloped } from './signature/verify-enveloped.ts'
export {
  readSignature,
  type ReferenceStructure,
  type SignatureStructure,
} from './signature/read-signature.ts'
export type { ReferenceReport } from './signature/verify-reference.ts'
export {
  type CertificateReport,
  type SignatureReport,
  verifySignatures,
  type VerifyOptions,
} from './signature/verify-signatures.ts'
export { SignatureError, type SignatureErrorCode } from './signature-error.ts'
export {
  readTransportSignature,
  type TransportSignatureOptions,
} from './ws-security/read-transport-signature.ts'
export { findSecurity } from './ws-security/find-security.ts'
export {
  type EnvelopeOrder,
  signEnvelope,
  signEnvelopeInPieces,
} from './ws-security/sign-envelope.ts'
export { signMessage } from './ws-security/sign-message.ts'
export type { SigningKey } from './ws-security/signing-key.ts'
export { readSoapEnvelope, type SoapEnvelope } from './ws-security/soap-envelope.ts'
export type { CoveredElement, TransportSignature } from './ws-security/transport-signature.ts'
export {
  type VerifiedTransport,
  verifyTransportSignature,
} from './ws-security/verify-transport-signature.ts'
export { type EnvelopeContent, writeEnvelope } from './ws-security/write-envelope.ts'
export { type UsernameToken, writeUsernameToken } from './ws-security/write-username-token.ts'
