// The face of @arna/pki (contract).
//
// algorithm/: one table by URI.
//   export interface DigestAlgorithm { uri: string; name: string; hash: () => Hash /* node:crypto, incremental */; length: number }
//   export interface SignatureAlgorithm {
//     uri: string; name: string /* 'RSA-SHA256' */; family: 'rsa' | 'rsa-pss' | 'ecdsa' (| 'gost' later)
//     policy: 'sign' | 'verify-only' | 'off-by-default'
//     acceptsKey(key: KeyObject): boolean        // RSA >= 2048, right curve for ECDSA
//     verify(data: Uint8Array, signature: Uint8Array, key: KeyObject): boolean   // ECDSA: IEEE P1363 r‖s, checked range
//     sign(data: Uint8Array, key: KeyObject): Buffer }
//   export function signatureAlgorithm(uri: string): SignatureAlgorithm | undefined
//   export function digestAlgorithm(uri: string): DigestAlgorithm | undefined
//   export function algorithmForKey(key: KeyObject): SignatureAlgorithm          // the default for signing
//
// certificate/:
//   export class PkiError extends Error { code: PkiErrorCode }   // codes below
//   export interface Certificate { der: Buffer; sha256: string /* hex */; pem: string; subject: string /* RFC 4514 */; issuer: string;
//     serial: string /* decimal */; serialHex: string; notBefore: Date; notAfter: Date; publicKey: KeyObject; iin?: string; bin?: string; organisation?: string; commonName: string
//     keyUsage: ReadonlySet<string> | undefined; extendedKeyUsage: readonly string[]; ca: boolean; pathLength: number | undefined }
//   export function parseCertificate(input: Uint8Array | string): Certificate     // DER, PEM
//   export function parseCertificates(pem: string): Certificate[]
//   export function sameIssuer(a: string, b: string): boolean                     // RDN order and spelling tolerant (shep-wire 2.2)
//   export class Trust { constructor({ anchors, intermediates, now?: () => Date, verdictSeconds?: number })
//     check(certificate: Certificate, options?: { at?: Date }): Verdict }         // throws PkiError; cached by sha256 with an expiry
//   export interface Verdict { chain: readonly Certificate[]; validUntil: Date }
//   export type PkiErrorCode = 'certificate-malformed' | 'certificate-expired' | 'certificate-not-yet-valid' | 'certificate-untrusted' | 'certificate-usage' | 'certificate-subject' | 'key-malformed'
//   export async function issueCertificate({ subject: {...}, publicKey, issuer?: {certificate, key}, ca?, pathLength?, days?, notBefore?, notAfter?, keyUsage?, extendedKeyUsage?, serial? ... }): Promise<Certificate>
//
// keys/:
//   export function generateKey(kind: 'rsa2048' | 'rsa3072' | 'rsa4096' | 'p256' | 'p384' | 'p521'): Promise<{ privateKey: KeyObject; publicKey: KeyObject }>
//   export function readPrivateKey(pem: string | Buffer, passphrase?: string): KeyObject
export {}
