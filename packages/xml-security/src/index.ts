export { type KeyReference, sameKey } from './key-info/key-reference.ts'
export { findSignatures } from './signature/find-signatures.ts'
export { type DocumentSigner, signById, signEnveloped } from './signature/sign-document.ts'
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
export {
  type EnvelopeOrder,
  signEnvelope,
  signEnvelopeInPieces,
} from './ws-security/sign-envelope.ts'
export { signMessage } from './ws-security/sign-message.ts'
export type { SigningKey } from './ws-security/signing-key.ts'
export type { CoveredElement, TransportSignature } from './ws-security/transport-signature.ts'
export {
  type VerifiedTransport,
  verifyTransportSignature,
} from './ws-security/verify-transport-signature.ts'
export { type EnvelopeContent, writeEnvelope } from './ws-security/write-envelope.ts'
