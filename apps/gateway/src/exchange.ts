/**
 * What is known about a message after each stage. Types only. A stage takes what the one before it returned, so a
 * message whose sender is not proved cannot reach authorisation: it does not compile.
 */
import type {
  Language,
  Payload,
  SendMessage,
  SendMessageResponse,
  ShepEnvelope,
} from '@arna/message'
import type { Certificate } from '@arna/pki'
import type { Connection, InformationSystem, Registry, Service } from '@arna/registry'
import type { XmlDocument } from '@arna/xml'

export interface Received {
  /** The gateway's own id of this exchange, a UUID; parties read it as sessionId. */
  readonly sessionId: string
  readonly receivedAt: Date
  readonly bytes: Uint8Array
  /** Of the texts in a fault: what Accept-Language asks for, else Russian as SHEP's own. */
  readonly language: Language
  /** The snapshot in force when the message came: one message is judged by one registry. */
  readonly registry: Registry
}

/** Read, not believed: nothing here is covered by a checked signature. */
export interface Opened extends Received {
  readonly document: XmlDocument
  readonly envelope: ShepEnvelope
  readonly claimed: SendMessage
}

export interface Authenticated extends Opened {
  readonly sender: InformationSystem
  readonly certificate: Certificate
  /** Read from the Body that the signature covers. */
  readonly message: SendMessage
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

export interface Delivered extends Routed {
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
}

export type Stage =
  | 'channel'
  | 'envelope'
  | 'authenticate'
  | 'authorize'
  | 'route'
  | 'payload'
  | 'admit'
  | 'deliver'
  | 'answer'

export interface StageTime {
  readonly stage: Stage
  readonly ms: number
}

/** One line of the journal (table `journal`). */
export interface JournalRecord {
  readonly kind: 'admitted' | 'finished' | 'refused'
  readonly sessionId: string
  readonly messageId?: string | undefined
  readonly senderId?: string | undefined
  readonly serviceId?: string | undefined
  /** SHA-256 of the sender's certificate, hex. */
  readonly certificate?: string | undefined
  readonly registryNumber?: number | undefined
  /** SHA-256 of the bytes received (admitted, refused) or answered (finished), hex. */
  readonly digest?: string | undefined
  readonly bytes?: number | undefined
  readonly stage?: Stage | undefined
  readonly faultCode?: string | undefined
  readonly detail?: string | undefined
  readonly stageTimes: readonly StageTime[]
}

/** Resolves when the record is durable; rejects when it cannot be made so. */
export interface Journal {
  write(record: JournalRecord): Promise<void>
}
