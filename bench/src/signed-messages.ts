import { randomUUID } from 'node:crypto'
import {
  dateTime,
  payloadFrom,
  type SenderInfo,
  writeAsyncSendMessage,
  writeSendMessage,
  writeSendMessageResponse,
} from '@arna/message'
import { signEnvelope, type SigningKey } from '@arna/xml-security'
import { payload } from './payload.ts'

export interface MessageOrder {
  readonly from: SenderInfo
  readonly signer: SigningKey
  readonly serviceId: string
  /** Of soap:Body. */
  readonly bodyBytes: number
}

/** Makes signed SendMessages of one kind. No two are alike: each has an id of its own. */
export function messageMaker({ from, signer, serviceId, bodyBytes }: MessageOrder): () => Buffer {
  return withBodyOf(bodyBytes, (data) => {
    const prepared = payloadFrom(data)
    return () => {
      const info = { messageId: randomUUID(), serviceId, messageDate: dateTime(new Date()) }
      const properties = [{ key: 'CONNECTOR_CLIENT', value: 'true' }]
      const content = writeSendMessage({ ...info, sender: from, properties }, prepared)
      return signEnvelope({ content }, signer)
    }
  })
}

/** Makes signed REQUESTs of the asynchronous channel. No two are alike: a property of each is its own. */
export function asyncMessageMaker({
  from,
  signer,
  serviceId,
  bodyBytes,
}: MessageOrder): () => Buffer {
  return withBodyOf(bodyBytes, (data) => {
    const prepared = payloadFrom(data)
    return () => {
      const info = { serviceId, messageType: 'REQUEST', messageDate: dateTime(new Date()) } as const
      const properties = [{ key: 'CLIENT_NUMBER', value: randomUUID() }]
      const content = writeAsyncSendMessage({ ...info, sender: from, properties }, prepared)
      return signEnvelope({ content }, signer)
    }
  })
}

/** One signed answer of a provider. */
export function answerOf(bodyBytes: number, signer: SigningKey): Buffer {
  const make = withBodyOf(bodyBytes, (data) => () => {
    const status = { code: 'SCSS001', message: 'Message has been processed successfully' }
    const info = { messageId: randomUUID(), responseDate: dateTime(new Date()), status }
    return signEnvelope({ content: writeSendMessageResponse(info, payloadFrom(data)) }, signer)
  })
  return make()
}

/** The payload is what is left of the Body beside what stands around it, found out with a first message. */
function withBodyOf(bodyBytes: number, make: (data: Buffer) => () => Buffer): () => Buffer {
  const trial = 1_000
  const wrapping = bodyBytesOf(make(Buffer.from(payload(trial)))()) - trial
  return make(Buffer.from(payload(bodyBytes - wrapping)))
}

const bodyBytesOf = (message: Buffer): number =>
  message.indexOf('</soap:Body>') + '</soap:Body>'.length - message.indexOf('<soap:Body')
