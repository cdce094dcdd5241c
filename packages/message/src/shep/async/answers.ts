import type { XmlElement } from '@arna/xml'
import { Fields, structure } from '../fields.ts'
import { dateOf, sessionIdOf } from '../send-message.ts'
import { type AsyncMessage, readAsyncMessage } from './async-message.ts'
import { asyncTypes } from './names.ts'
import {
  type MessageStatus,
  messageStates,
  type MessageState,
  oneOf,
  readStatus,
} from './values.ts'
import { insideOf, wrapperOf } from './wrapper.ts'

/** AsyncSendMessageResponse: the message has been taken. */
export interface AsyncSendMessageResponse {
  /** Given by whoever took the message. */
  readonly messageId: string
  readonly correlationId: string
  /** xs:dateTime as it came, like all dates here. */
  readonly responseDate: string
  /** `{guid}` */
  readonly sessionId?: string
}

/** AsyncSendDeliveryNotificationResponse. */
export interface SendDeliveryNotificationResponse {
  readonly notificationId: string
  readonly responseDate: string
  /** `{guid}`; mandatory in the contract. */
  readonly sessionId?: string
}

/** AsyncGetMessageStatusResponse. */
export interface GetMessageStatusResponse {
  readonly messageState: MessageState
  readonly status: MessageStatus
  readonly responseDate: string
  /** `{guid}` */
  readonly sessionId?: string
}

/** AsyncGetMessagesResponse without its messages. */
export interface GetMessagesResponseInfo {
  readonly responseDate: string
  /** `{guid}`; mandatory in the contract. */
  readonly sessionId?: string
}

export interface GetMessagesResponse extends GetMessagesResponseInfo {
  readonly messages: readonly AsyncMessage[]
}

const sendMessage = structure({
  messageId: 'once',
  correlationId: 'once',
  responseDate: 'once',
  sessionId: 'once',
})

const sendDeliveryNotification = structure({
  notificationId: 'once',
  responseDate: 'once',
  sessionId: 'once',
})

const getMessageStatus = structure({
  messageState: 'once',
  status: 'once',
  responseDate: 'once',
  sessionId: 'once',
})

const getMessages = structure({ responseDate: 'once', sessionId: 'once', messages: 'many' })

/** The readers of this file throw Fault 'soap-structure' or 'message-malformed' that names the field. */
export function readAsyncSendMessageResponse(body: XmlElement): AsyncSendMessageResponse {
  const fields = new Fields(responseOf(body, 'sendMessageResponse'), 'response', sendMessage)
  return {
    messageId: fields.requiredId('messageId'),
    correlationId: fields.requiredId('correlationId'),
    responseDate: dateOf(fields, 'responseDate'),
    ...sessionOf(fields),
  }
}

export function readSendDeliveryNotificationResponse(
  body: XmlElement,
): SendDeliveryNotificationResponse {
  const response = responseOf(body, 'sendDeliveryNotificationResponse')
  const fields = new Fields(response, 'response', sendDeliveryNotification)
  return {
    notificationId: fields.requiredId('notificationId'),
    responseDate: dateOf(fields, 'responseDate'),
    ...sessionOf(fields),
  }
}

export function readGetMessageStatusResponse(body: XmlElement): GetMessageStatusResponse {
  const response = responseOf(body, 'getMessageStatusResponse')
  const fields = new Fields(response, 'response', getMessageStatus)
  return {
    messageState: oneOf(fields, 'messageState', messageStates),
    status: readStatus(fields),
    responseDate: dateOf(fields, 'responseDate'),
    ...sessionOf(fields),
  }
}

export function readGetMessagesResponse(body: XmlElement): GetMessagesResponse {
  const fields = new Fields(responseOf(body, 'getMessagesResponse'), 'response', getMessages)
  return {
    responseDate: dateOf(fields, 'responseDate'),
    ...sessionOf(fields),
    messages: fields.all('messages').map(readAsyncMessage),
  }
}

function responseOf(body: XmlElement, name: string): XmlElement {
  return insideOf(wrapperOf(body, [name], [asyncTypes]).wrapper, 'response')
}

function sessionOf(fields: Fields): { sessionId?: string } {
  const sessionId = sessionIdOf(fields)
  return sessionId === undefined ? {} : { sessionId }
}
