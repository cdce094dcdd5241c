import type { Certificate } from '@arna/pki'

export const environments = ['test', 'production'] as const
export type Environment = (typeof environments)[number]

/** `inner` is the gateway of state bodies (SHEP), `outer` the one for everybody else (VSHEP). */
export const contours = ['inner', 'outer'] as const
export type Contour = (typeof contours)[number]

/** How the gateway names its own certificate in what it signs for a system; each system's software reads one of them. */
export const keyReferences = ['KeyIdentifier', 'IssuerSerial', 'BinarySecurityToken'] as const
export type KeyReferenceStyle = (typeof keyReferences)[number]

export interface Organisation {
  readonly name: string
  /** Business identification number, 12 digits. */
  readonly bin?: string
}

/** A registered system of a member: it calls services, or owns them, or both. */
export interface InformationSystem {
  /** The name that stands in `sender/senderId` of its messages. */
  readonly senderId: string
  readonly organisation: Organisation
  /** Individual identification number of the certificate's holder, 12 digits, where the certificate names a person. */
  readonly iin?: string
  /** scrypt$…, see `hashPassword`. */
  readonly passwordHash: string
  /** What the system signs with; two during a change of keys. */
  readonly certificates: readonly Certificate[]
  readonly keyReference: KeyReferenceStyle
  /** A second signed reference to a wsu:Timestamp is borne (Rules, paragraph 55, forbids it). */
  readonly toleratesTimestamp: boolean
  /** RSA-SHA1 is borne when this system signs. */
  readonly allowSha1: boolean
}

/** What a service takes that says nothing. */
export const usualMessageBytes = 10 * 1024 * 1024

export interface Service {
  readonly serviceId: string
  /** senderId of the system that answers; its certificates sign the answers. */
  readonly owner: string
  /** Where the gateway delivers: http or https. */
  readonly url: string
  readonly maxTimeSeconds: number
  readonly maxMessageBytes: number
  readonly providerSignature: ProviderSignature
}

/** `required`: an answer without the provider's signature is refused (Rules, paragraph 59). */
export type ProviderSignature = 'required' | { readonly waived: string }

/** A system may call a service. */
export interface Connection {
  /** senderId of the caller. */
  readonly system: string
  /** serviceId of the called. */
  readonly service: string
  /** Why calls are switched off now, a line per party that did it; empty when calls may pass. */
  readonly suspended: readonly string[]
}

/** All that one gateway needs to know about its members. Arrays in any order, names unique. */
export interface RegistrySource {
  readonly environment: Environment
  readonly contour: Contour
  readonly systems: readonly InformationSystem[]
  readonly services: readonly Service[]
  readonly connections: readonly Connection[]
}
