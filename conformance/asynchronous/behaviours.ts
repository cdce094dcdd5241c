import { Fault, writeFault } from '@arna/message'
import { answerPush, type Pushed } from '@arna/sdk'
import { signEnvelope, type SigningKey, writeEnvelope } from '@arna/xml-security'
import type { Behaviour } from './member.ts'

/** What receivers do in place of a signed acknowledgement. */

export const answers =
  (status: number, body: string, headers: Record<string, string> = {}): Behaviour =>
  (_pushed, response) => {
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', ...headers }).end(body)
  }

export const answersAFault =
  (signer: SigningKey): Behaviour =>
  (pushed, response) => {
    const content = writeFault(new Fault('internal-error', 'the disk is full'), { at: new Date() })
    response
      .writeHead(500, { 'content-type': 'text/xml; charset=utf-8' })
      .end(signEnvelope({ content, soap: pushed.soap }, signer))
  }

/** Announces all of it, and leaves in the middle. */
export const answersHalf =
  (signer: SigningKey): Behaviour =>
  (pushed, response) => {
    const whole = answerPush(pushed, signer)
    response.writeHead(200, { 'content-type': 'text/xml', 'content-length': whole.length })
    response.write(whole.subarray(0, whole.length / 2), () => response.destroy())
  }

export const answersSignedBy =
  (signer: SigningKey): Behaviour =>
  (pushed, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answerPush(pushed, signer))
  }

export const answersUnsigned: Behaviour = (pushed, response) => {
  response
    .writeHead(200, { 'content-type': 'text/xml' })
    .end(writeEnvelope({ content: acknowledgement(pushed, 'Types'), soap: pushed.soap }))
}

/** Older stubs of members have the words of the push in this namespace. */
export const answersInClientTypes =
  (signer: SigningKey): Behaviour =>
  (pushed, response) => {
    const content = acknowledgement(pushed, 'Types/Client')
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(signEnvelope({ content, soap: pushed.soap }, signer))
  }

export const breaksOff: Behaviour = (_pushed, response) => {
  response.destroy()
}

export const hangs: Behaviour = () => {}

const acknowledgement = (pushed: Pushed, namespace: string) => {
  const id = pushed.kind === 'message' ? pushed.message.messageId : ''
  return [
    `<a:sendMessageResponse xmlns:a="http://bip.bee.kz/AsyncChannel/v10/${namespace}"><response>` +
      `<messageId>${id}</messageId><correlationId>1</correlationId>` +
      '<responseDate>2026-02-03T10:20:30</responseDate></response></a:sendMessageResponse>',
  ]
}

/** Does so the first times that a service is pushed to, and acknowledges afterwards; statuses have the name `status`. */
export function atFirst(first: Readonly<Record<string, Behaviour>>, times = 1): Behaviour {
  const counts = new Map<string, number>()
  return (pushed, response, acknowledge) => {
    const name = pushed.kind === 'message' ? pushed.message.serviceId : 'status'
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    const behaviour = first[name]
    if (behaviour === undefined || count > times) acknowledge()
    else return behaviour(pushed, response, acknowledge)
  }
}
