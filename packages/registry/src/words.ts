import type { Certificate } from '@arna/pki'

export const environments = ['test', 'production'] as const
export type Environment = (typeof environments)[number]

/** `inner` is the gateway of state bodies (SHEP), `outer` the one for everybody else (VSHEP). */
export const contours = ['inner', 'outer'] as const
export type Contour = (typeof contours)[number]

/** How the gateway names its own certificate in what it signs for a system; each system's software reads one of them. */
export const keyReferences = ['KeyIdentifier', 'IssuerSerial', 'BinarySecurityToken'] as const
export type KeyReferenceStyle = (typeof keyReferences)[number]

/** Which of the two channels of the Rules: an answer within the call, or messages that are kept and delivered. */
export const channels = ['sync', 'async'] as const
export type Channel = (typeof channels)[number]

/** How a receiver gets messages of the asynchronous channel: the gateway calls it, or it fetches them. */
export const deliveryModes = ['push', 'pull'] as const
export type DeliveryMode = (typeof deliveryModes)[number]

/** The name by which a system knows status notifications: as the genuine WSDL spells it (sic), and as the Rules do. */
export const statusOperations = [
  'changeMassageStatusNotification',
  'ChangeMessageStatusNotification',
] as const
export type StatusOperation = (typeof statusOperations)[number]

export interface Organisation {
  /** The short name by which systems refer to it. */
  readonly id: string
  readonly name: string
  /** Business identification number, 12 digits. */
  readonly bin?: string
  /** A state body: others reach its services only through the outer gateway (Rules, paragraph 4). */
  readonly isState: boolean
}

/** A registered system of a member: it calls services, or owns them, or both. */
export interface InformationSystem {
  /** The name that stands in `sender/senderId` of its messages. */
  readonly senderId: string
  readonly organisation: Organisation
  /** Individual identification number of the certificate's holder, 12 digits, where the certificate names a person. */
  readonly iin?: string
  /** scrypt$…, see `hashPassword`. Left out: no password is right, until the operator sets one. */
  readonly passwordHash?: string
  /** The password before a rotation, right beside the new one until then. */
  readonly previousPassword?: { readonly hash: string; readonly until: Date }
  /** What the system signs with; two during a change of keys. */
  readonly certificates: readonly Certificate[]
  readonly keyReference: KeyReferenceStyle
  /** A second signed reference to a wsu:Timestamp is borne (Rules, paragraph 55, forbids it). */
  readonly toleratesTimestamp: boolean
  /** RSA-SHA1 is borne when this system signs. */
  readonly allowSha1: boolean
  /** Messages of this system that one gateway process has under way at a time; others wait or are told to come again. */
  readonly maxConcurrent: number
  /** Left out: it is called by nobody, and fetches what the asynchronous channel has for it. */
  readonly receiver?: Receiver
}

/** Where the gateway pushes messages of the asynchronous channel and status notifications to a system (Rules, appendix 1, 1.2). */
export interface Receiver {
  /** http or https. */
  readonly url: string
  /** Networks beside the public one that the address may lie in. */
  readonly networks: readonly SpecialNetwork[]
  /** The authorities that its TLS certificate may come from; the machine's own list when empty. */
  readonly tlsAuthorities: readonly Certificate[]
  /** How the gateway proves itself to it, beside its signature. */
  readonly authentication: ProviderAuthentication
  readonly statusOperation: StatusOperation
  /** Pushes under way to it at a time, per gateway process. */
  readonly maxConcurrent: number
  /** Whether what it answers must be signed by it. */
  readonly answerSignature: ProviderSignature
}

/** More at a time than one gateway process can have under way. */
export const mostConcurrent = 10_000

/** What a service takes that says nothing. */
export const usualMessageBytes = 10 * 1024 * 1024

export interface Service {
  readonly serviceId: string
  /** senderId of the system that answers; its certificates sign the answers. */
  readonly owner: string
  /** Where the gateway delivers: http or https. Empty where it never calls, for a service that only fetches. */
  readonly url: string
  /** Where it delivers instead when the message names the route (appendix 3, rows 33 and 34). */
  readonly routes: readonly Route[]
  /** Networks beside the public one that the addresses may lie in; names are resolved, and each address is judged. */
  readonly networks: readonly SpecialNetwork[]
  /** The authorities that the provider's TLS certificate may come from; the machine's own list when empty. */
  readonly tlsAuthorities: readonly Certificate[]
  /** How the gateway proves itself to the provider (appendix 3, rows 39 to 42), beside its signature. */
  readonly authentication: ProviderAuthentication
  readonly maxTimeSeconds: number
  readonly maxMessageBytes: number
  readonly providerSignature: ProviderSignature
  /** Which payloads must carry a valid enveloped signature of their own. */
  readonly payloadSignature: Checked
  /** XSD of the payloads (appendix 3, row 45). */
  readonly schema?: PayloadSchema
  /** Of each connection that has none of its own. */
  readonly quota: Quota
  /** Messages that one gateway process has under way with the provider at a time. */
  readonly maxConcurrent: number
  /** How long the same signed bytes get the first answer again; 0: each is a message of its own. */
  readonly repeatWindowSeconds: number
  /** Announced breaks (Rules, paragraph 48). */
  readonly maintenance: readonly Maintenance[]
  /** Switched off by its owner or the operator (Rules, paragraphs 51 and 62). */
  readonly disabled?: { readonly reason: string; readonly until?: Date }
  /** At least one. */
  readonly channels: readonly Channel[]
  readonly asynchronous: AsynchronousDelivery
}

/** How the asynchronous channel treats the messages of a service. */
export interface AsynchronousDelivery {
  /** How its owner gets messages: pushed to the address of the service (routes as usual), or fetched. */
  readonly requests: DeliveryMode
  /** false: the receiver's positive answer is not enough, sendDeliveryNotification is demanded within the lease. */
  readonly pushedIsDelivered: boolean
  /** true: what getMessages gave is delivered; false: without sendDeliveryNotification within the lease it comes again. */
  readonly fetchedIsDelivered: boolean
  readonly leaseSeconds: number
  /** From acceptance; what was not delivered by then never will be. */
  readonly expirySeconds: number
}

export interface Route {
  readonly routeId: string
  readonly url: string
}

export const specialNetworks = ['loopback', 'link-local', 'private'] as const
export type SpecialNetwork = (typeof specialNetworks)[number]

/** `secret` is the name under which the gateway keeps the password, token or key, encrypted; never the secret itself. */
export type ProviderAuthentication =
  | { readonly type: 'none' }
  | { readonly type: 'basic' | 'wsse'; readonly user: string; readonly secret: string }
  | { readonly type: 'bearer' | 'clientCertificate'; readonly secret: string }

/** `required`: an answer without the provider's signature is refused (Rules, paragraph 59). */
export type ProviderSignature = 'required' | { readonly waived: string }

export const checkeds = ['none', 'request', 'answer', 'both'] as const
/** Which of the two messages is checked. */
export type Checked = (typeof checkeds)[number]

export interface PayloadSchema {
  /** The first one is the entry; the others are imported or included by their names. */
  readonly files: readonly { readonly name: string; readonly text: string }[]
  readonly checks: Exclude<Checked, 'none'>
}

/** Requests an hour. Table 1 of appendix 2 has 2,000 at the peak and 360 nominal. */
export interface Quota {
  readonly peakPerHour: number
  readonly nominalPerHour: number
  /** What happens above the peak; above the nominal load the operator is told, and nothing else. */
  readonly over: 'warn' | 'refuse'
}

export interface Maintenance {
  readonly from: Date
  readonly until: Date
  readonly reason: string
}

/** A system may call a service. */
export interface Connection {
  /** senderId of the caller. */
  readonly system: string
  /** serviceId of the called. */
  readonly service: string
  /** Why calls are switched off now, a line per party that did it; empty when calls may pass. */
  readonly suspended: readonly string[]
  /** Of this connection; the service's own when left out. */
  readonly quota?: Quota
  /** How the owner of the service gets messages of this connection; as the service says when left out. */
  readonly requests?: DeliveryMode
  /** How the caller gets messages of its chains; pushed when it has a receiver, else fetched, when left out. */
  readonly answers?: DeliveryMode
}

/** All that one gateway needs to know about its members. Arrays in any order, names unique. */
export interface RegistrySource {
  readonly environment: Environment
  readonly contour: Contour
  readonly organisations: readonly Organisation[]
  readonly systems: readonly InformationSystem[]
  readonly services: readonly Service[]
  readonly connections: readonly Connection[]
}
