// The face of @arna/xml-security (contract).
//
// signature/ (XMLDSig in general)
//   export type SignatureErrorCode = 'signature-missing' | 'signature-malformed' | 'signature-ambiguous' | 'signature-algorithm-refused'
//     | 'signature-not-over-body' | 'signature-timestamp' | 'signature-digest-mismatch' | 'signature-value-mismatch' | 'key-reference-unreadable'
//   export class SignatureError extends Error { code: SignatureErrorCode; hint?: string }
//   export function findSignatures(document: XmlDocument): XmlElement[]
//   export function verifySignatures(document, options): SignatureReport[]   // for `arna verify`: any XML signature, never throws for a bad one
//   export function signEnveloped / signById (for `arna sign`)
//
// ws-security/
//   export type KeyReference = { kind: 'certificate'; via: 'KeyIdentifier' | 'BinarySecurityToken' | 'X509Data'; certificate: Buffer } | { kind: 'issuer-serial'; issuer: string; serial: string }
//   export interface TransportSignature { readonly keyReference: KeyReference; readonly algorithm: SignatureAlgorithm; readonly body: XmlElement; … }
//   /** Structure only, no arithmetic: everything of spec/security.md "Signature" that can be refused without a key is refused here. */
//   export function readTransportSignature(document: XmlDocument, options?: { tolerateTimestamp?: boolean; allow?: readonly string[] }): TransportSignature
//   /** The arithmetic: digest, then value. Returns the nodes the signature covers. */
//   export function verifyTransportSignature(signature: TransportSignature, key: KeyObject): { readonly body: XmlElement }
//   export interface SigningKey { key: KeyObject; certificate: Certificate; reference: 'KeyIdentifier' | 'IssuerSerial' | 'BinarySecurityToken' }
//   /** `head` = everything before `<soap:Header>`…: see writeSigned below */
//   export function signEnvelope(envelope: EnvelopeParts, signer: SigningKey): Buffer
//     EnvelopeParts = { bodyContent: readonly (string | Uint8Array)[]; bodyNamespaces?: … ; soap?: '1.1' | '1.2' }
export {}
