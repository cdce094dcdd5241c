import { hash } from 'node:crypto'
import type { Fault, SoapVersion } from '@arna/message'
import type { FaultSubject } from './envelope/answer.ts'
import type {
  Authenticated,
  JournalRecord,
  Opened,
  Received,
  Reply,
  Stage,
  StageTime,
} from './exchange.ts'

/** The measured course of one exchange, and the journal records that come of it. */
export interface Trace {
  stage<T>(name: Stage, work: () => T | Promise<T>): Promise<T>
  /** From here on a refusal is written in this version of SOAP. */
  readonly speaks: (soap: SoapVersion) => void
  /** From here on the records name what the message claims. */
  claims(message: Opened): void
  /** From here on they name what the signature proved. */
  proves(message: Authenticated): void
  admitted(): JournalRecord
  finished(reply: Reply): JournalRecord
  refused(fault: Fault): JournalRecord
  subject(): FaultSubject
}

export function startTrace(
  received: Received,
  observe: (time: StageTime) => void,
  now: () => number = () => performance.now(),
): Trace {
  const times: StageTime[] = []
  let current: Stage = 'channel'
  let soap: SoapVersion = '1.1'
  let opened: Opened | undefined
  let authenticated: Authenticated | undefined

  const record = (kind: JournalRecord['kind'], bytes: Uint8Array): JournalRecord => {
    const message = authenticated?.message ?? opened?.claimed
    return {
      kind,
      sessionId: received.sessionId,
      messageId: message?.messageId,
      senderId: message?.sender.senderId,
      serviceId: message?.serviceId,
      certificate: authenticated?.certificate.sha256,
      registryNumber: received.registry.number,
      digest: hash('sha256', bytes, 'hex'),
      bytes: bytes.byteLength,
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
    speaks: (version) => {
      soap = version
    },
    claims: (message) => {
      opened = message
    },
    proves: (message) => {
      authenticated = message
    },
    admitted: () => record('admitted', received.bytes),
    finished: (reply) => record('finished', reply.bytes),
    refused: (fault) => ({
      ...record('refused', received.bytes),
      stage: current,
      faultCode: fault.code,
      detail: fault.detail,
    }),
    subject: () => ({
      sessionId: received.sessionId,
      language: received.language,
      soap,
      authenticated,
    }),
  }
}
