import type { DigestAlgorithm, SignatureAlgorithm } from '@arna/pki'
import type { XmlElement } from '@arna/xml'
import type { KeyReference } from '../key-info/key-reference.ts'

/** The signature of a message, read and found to follow the profile; whether it verifies is not known yet. */
export interface TransportSignature {
  readonly element: XmlElement
  readonly signedInfo: XmlElement
  /** PrefixList of the canonicalisation of SignedInfo. */
  readonly inclusivePrefixes: readonly string[] | undefined
  readonly algorithm: SignatureAlgorithm
  readonly value: Buffer
  readonly keyReference: KeyReference
  /** The Body that the signature claims to cover: believe it only as `verifyTransportSignature` gives it back. */
  readonly body: XmlElement
  readonly covered: readonly CoveredElement[]
  /** Whom other wsse:Security headers of the message are for. */
  readonly otherActors: readonly string[]
}

/** An element and the digest that the signature claims for it. */
export interface CoveredElement {
  readonly element: XmlElement
  readonly inclusivePrefixes: readonly string[] | undefined
  readonly digest: DigestAlgorithm
  readonly digestValue: Buffer
}
