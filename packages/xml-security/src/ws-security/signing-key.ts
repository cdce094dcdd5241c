import type { KeyPair, SignatureAlgorithm } from '@arna/pki'

/** Whose key signs, and how the reader is told about it: clients differ in which form they understand. */
export interface SigningKey extends KeyPair {
  readonly reference: 'KeyIdentifier' | 'IssuerSerial' | 'BinarySecurityToken'
  /** The usual one for the key when left out. */
  readonly algorithm?: SignatureAlgorithm
}
