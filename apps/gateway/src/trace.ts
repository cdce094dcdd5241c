import { hash } from 'node:crypto'
import type { MessageRecord, Payloads } from '@arna/journal'
import {
  type AsyncOperation,
  asyncOperationOf,
  type AsyncRequest,
  type Fault,
  type ShepEnvelope,
} from '@arna/message'
import type { FaultSubject } from './envelope/answer.ts'
import type {
  Authenticated,
  Opened,
  Received,
  Reply,
  Routed,
  Saying,
  Stage,
  StageTime,
} from './exchange.ts'

/** The measured course of one exchange, and the journal records that come of it. */
export interface Trace {
  stage<T>(name: Stage, work: () => T | Promise<T>): Promise<T>
  /** From here on a refusal is written in its version of SOAP, as a fault of what it asks for. */
  readonly speaks: (envelope: ShepEnvelope) => void
  /** From here on the records name what the message claims. */
  claims(message: Opened<Saying>): void
  /** From here on they name what the signature proved. */
  proves(message: Authenticated<Saying>): void
  /** From here on they name the id that the gateway gave. */
  readonly names: (messageId: string) => void
  /** From here on the provider may have it, and whatever comes of it is kept for repeats. */
  admits(message: Routed): void
  /** What the provider answered, good or not: evidence. */
  readonly hears: (answer: Uint8Array) => void
  /** What the registry did without, and why (Rules, paragraph 59). */
  waives(reason: string | undefined): void
  /** The message is the first one's again: from here on nothing is kept of it but the records. */
  repeats(sessionId: string): void
  /** The message that the provider may have; undefined before it was admitted, and for a repeat. */
  readonly underWay: Routed | undefined
  admitted(): MessageRecord
  finished(reply: Reply): MessageRecord
  refused(fault: Fault, status: number): MessageRecord
  /** What the journal keeps beside the record of an outcome. */
  kept(reply: Reply): Payloads
  subject(): FaultSubject
}

/** What a request of the asynchronous channel that is no message asked for. */
function askedFor(message: Saying | undefined): string | undefined {
  const { operation } = (message ?? {}) as Partial<AsyncRequest>
  return operation === 'sendMessage' ? undefined : operation
}

/** What a sender of the asynchronous channel writes there names nothing: the gateway gives the id, and it may be another one's. */
function claimedId({ channel }: Received, message: Saying | undefined): string | undefined {
  const { operation } = (message ?? {}) as Partial<AsyncRequest>
  return channel === 'async' && operation === 'sendMessage' ? undefined : message?.messageId
}

/** What a fault of the asynchronous channel is a fault of; what could not be read counts as a message. */
function operationOf(
  { channel }: Received,
  envelope: ShepEnvelope | undefined,
): AsyncOperation | undefined {
  if (channel === 'sync') return undefined
  return (envelope && asyncOperationOf(envelope.body)) ?? 'sendMessage'
}

export function startTrace(
  received: Received,
  observe: (time: StageTime) => void,
  now: () => number = () => performance.now(),
): Trace {
  const times: StageTime[] = []
  let current: Stage = 'channel'
  let envelope: ShepEnvelope | undefined
  let opened: Opened<Saying> | undefined
  let authenticated: Authenticated<Saying> | undefined
  let givenId: string | undefined
  let underWay: Routed | undefined
  let repeatOf: string | undefined
  let waiver: string | undefined
  let providerAnswer: Uint8Array | undefined

  const record = (kind: MessageRecord['kind'], bytes: Uint8Array): MessageRecord => {
    const message = authenticated?.message ?? opened?.claimed
    return {
      kind,
      sessionId: received.sessionId,
      messageId: givenId ?? claimedId(received, message),
      senderId: authenticated?.sender.senderId ?? message?.sender?.senderId,
      serviceId: message?.serviceId,
      certificate: authenticated?.certificate.sha256,
      registryNumber: received.registry.number,
      remoteAddress: received.remoteAddress,
      digest: hash('sha256', bytes, 'hex'),
      bytes: bytes.byteLength,
      repeatOf,
      stageTimes: [...times],
    }
  }
  return {
    async stage(name, work) {
      current = name
      const start = now()
      try {
        return await work()
      } finally {
        const time = { stage: name, ms: Math.round((now() - start) * 1000) / 1000 }
        times.push(time)
        observe(time)
      }
    },
    speaks: (heard) => {
      envelope = heard
    },
    claims: (message) => {
      opened = message
    },
    proves: (message) => {
      authenticated = message
    },
    names: (messageId) => {
      givenId = messageId
    },
    admits: (message) => {
      underWay = message
    },
    repeats: (sessionId) => {
      repeatOf = sessionId
      underWay = undefined
    },
    hears: (answer) => {
      providerAnswer = answer
    },
    waives: (reason) => {
      waiver = reason
    },
    get underWay() {
      return underWay
    },
    admitted: () => record('admitted', received.bytes),
    finished: ({ bytes, status }) => ({
      ...record('finished', bytes),
      httpStatus: status,
      waiver,
      detail: askedFor(authenticated?.message),
    }),
    refused: (fault, status) => ({
      ...record('refused', received.bytes),
      httpStatus: status,
      stage: current,
      faultCode: fault.code,
      detail: fault.detail,
      waiver,
    }),
    kept: ({ bytes }) =>
      underWay === undefined
        ? {}
        : {
            ...(providerAnswer && { answer: { bytes: providerAnswer } }),
            reply: { bytes, answers: underWay.signedDigest },
          },
    subject: () => ({
      operation: operationOf(received, envelope),
      sessionId: received.sessionId,
      language: received.language,
      soap: envelope?.soap ?? '1.1',
      authenticated,
    }),
  }
}
