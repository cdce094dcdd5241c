import {
  type AsyncMessageType,
  type AsyncSendMessageResponse,
  dateTime,
  type ErrorInfo,
  type GetMessagesResponse,
  type GetMessageStatusResponse,
  type Payload,
  type Property,
  readAsyncSendMessageResponse,
  readGetMessagesResponse,
  readGetMessageStatusResponse,
  readSendDeliveryNotificationResponse,
  type SendDeliveryNotificationResponse,
  writeAsyncSendMessage,
  writeGetMessages,
  writeGetMessageStatus,
  writeSendDeliveryNotification,
} from '@arna/message'
import { signEnvelope } from '@arna/xml-security'
import { type Door, exchange } from './exchange.ts'

/** A message of the asynchronous channel. `correlationId` names the chain that it belongs to; a REQUEST opens one. */
export interface Outgoing {
  readonly serviceId: string
  /** REQUEST when left out. */
  readonly messageType?: AsyncMessageType
  readonly correlationId?: string
  readonly routeId?: string
  readonly properties?: readonly Property[]
  readonly payload: Payload
}

/** Has the gateway deliver it. Once this resolves, the message is the gateway's to keep; if it throws, send the same bytes again. */
export async function sendMessage(
  door: Door,
  message: Outgoing,
): Promise<AsyncSendMessageResponse> {
  const { body } = await exchange(contentOf(door, message), door)
  return readAsyncSendMessageResponse(body)
}

/** The signed bytes of a message: kept and sent again by `sendSigned`, they are one message, however often they are sent. */
export const signMessage = (door: Pick<Door, 'sender' | 'signer'>, message: Outgoing): Buffer =>
  signEnvelope({ content: contentOf(door, message) }, door.signer)

function contentOf({ sender }: Pick<Door, 'sender'>, message: Outgoing) {
  const { messageType = 'REQUEST', properties = [], payload, ...info } = message
  return writeAsyncSendMessage(
    { ...info, messageType, properties, messageDate: dateTime(new Date()), sender },
    payload,
  )
}

/** What a receiver thinks of a message that it was given. */
export interface Verdict {
  readonly messageId: string
  readonly serviceId: string
  readonly isAccepted: boolean
  /** Of a message that was not accepted: whether it is to come again. */
  readonly isToBeResent?: boolean
  readonly error?: ErrorInfo
}

export async function sayDelivered(
  door: Door,
  verdict: Verdict,
): Promise<SendDeliveryNotificationResponse> {
  const now = dateTime(new Date())
  const content = writeSendDeliveryNotification({
    isToBeResent: false,
    ...verdict,
    notificationDate: now,
    statusDate: now,
    requestDate: now,
    sender: door.sender,
  })
  return readSendDeliveryNotificationResponse((await exchange(content, door)).body)
}

export async function messageStatus(
  door: Door,
  messageId: string,
): Promise<GetMessageStatusResponse> {
  const content = writeGetMessageStatus({
    messageId,
    requestDate: dateTime(new Date()),
    sender: door.sender,
    properties: [],
  })
  return readGetMessageStatusResponse((await exchange(content, door)).body)
}

/** What waits for this system, of one service: one message, those of one chain, or all of them, oldest first. */
export async function fetchMessages(
  door: Door,
  which: {
    readonly serviceId: string
    readonly messageId?: string
    readonly correlationId?: string
    readonly amount?: number
  },
): Promise<GetMessagesResponse> {
  const content = writeGetMessages({
    ...which,
    requestDate: dateTime(new Date()),
    sender: door.sender,
    properties: [],
  })
  return readGetMessagesResponse((await exchange(content, door)).body)
}
