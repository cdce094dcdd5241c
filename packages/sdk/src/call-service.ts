import { randomUUID } from 'node:crypto'
import {
  dateTime,
  type Payload,
  readSendMessageResponse,
  type SendMessageResponse,
  writeSendMessage,
} from '@arna/message'
import { type Door, exchange } from './exchange.ts'

export interface Call extends Door {
  /** The synchronous one, as in `http://host/bip-sync-wss-gost/`. */
  readonly url: string
  readonly serviceId: string
  readonly payload?: Payload
  readonly messageId?: string
  readonly routeId?: string
}

/** What came back; everything in it was covered by the gateway's signature. */
export interface Answer extends SendMessageResponse {
  readonly requestMessageId: string
  readonly sent: Uint8Array
  readonly received: Uint8Array
}

/** Signs one request of the synchronous channel, sends it, and returns the answer after checking the gateway's signature. */
export async function callService(call: Call): Promise<Answer> {
  const requestMessageId = call.messageId ?? randomUUID()
  const content = writeSendMessage(
    {
      messageId: requestMessageId,
      serviceId: call.serviceId,
      messageDate: dateTime(new Date()),
      sender: call.sender,
      properties: [],
      ...(call.routeId !== undefined && { routeId: call.routeId }),
    },
    call.payload,
  )
  const { body, sent, received } = await exchange(content, call)
  return { ...readSendMessageResponse(body), requestMessageId, sent, received }
}
