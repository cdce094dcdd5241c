/**
 * What is known about a message after each stage. Types only. A stage takes what the one before it returned, so a
 * message whose sender is not proved cannot reach authorisation: it does not compile.
 */
import type {
  Language,
  Payload,
  SenderInfo,
  SendMessage,
  SendMessageResponse,
  ShepEnvelope,
} from '@arna/message'
import type { Certificate } from '@arna/pki'
import type { Channel, Connection, InformationSystem, Registry, Service } from '@arna/registry'
import type { XmlDocument } from '@arna/xml'

export interface Received {
  /** The gateway's own id of this exchange, a UUID; parties read it as sessionId. */
  readonly sessionId: string
  readonly receivedAt: Date
  /** The same moment on the monotonic clock. */
  readonly receivedMs: number
  readonly remoteAddress: string | undefined
  readonly channel: Channel
  readonly bytes: Uint8Array
  /** Of the texts in a fault: what Accept-Language asks for, else Russian as SHEP's own. */
  readonly language: Language
  /** The snapshot in force when the message came: one message is judged by one registry. */
  readonly registry: Registry
}

/** What every request says of itself, whatever it asks for. */
export interface Saying {
  readonly messageId?: string
  readonly serviceId?: string
  readonly sender?: SenderInfo
}

/** Read, not believed: nothing here is covered by a checked signature. */
export interface Opened<Message extends Saying = SendMessage> extends Received {
  readonly document: XmlDocument
  readonly envelope: ShepEnvelope
  readonly claimed: Message
}

export interface Authenticated<Message extends Saying = SendMessage> extends Opened<Message> {
  readonly sender: InformationSystem
  readonly certificate: Certificate
  /** Read from the Body that the signature covers. */
  readonly message: Message
  /** SHA-256 over the sender and the digest of the signed Body: what makes a repeat a repeat. */
  readonly signedDigest: Buffer
}

export interface Authorized extends Authenticated {
  readonly connection: Connection
  readonly service: Service
}

export interface Routed extends Authorized {
  readonly provider: InformationSystem
  readonly destination: {
    readonly url: string
    readonly timeoutMs: number
    readonly maxAnswerBytes: number
  }
}

/** In the journal, and the first message with these signed bytes: the provider may have it. */
export interface Admitted extends Routed {
  readonly admitted: true
}

export interface Delivered extends Admitted {
  readonly response: SendMessageResponse
  readonly responsePayload: Payload | undefined
  /** Why the registry did without the provider's signature (Rules, paragraph 59); undefined when it was checked. */
  readonly waiver: string | undefined
}

/** What goes back to the caller. */
export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly bytes: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** Called when the whole of it was given to the client's connection, and never when that broke before. */
  readonly sent?: () => void
}

export type Stage =
  | 'channel'
  | 'envelope'
  | 'authenticate'
  | 'authorize'
  | 'route'
  | 'payload'
  | 'queue'
  | 'admit'
  | 'repeat'
  | 'deliver'
  | 'answer'

export interface StageTime {
  readonly stage: Stage
  readonly ms: number
}
