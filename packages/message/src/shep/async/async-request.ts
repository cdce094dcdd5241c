import type { XmlElement } from '@arna/xml'
import type { Fields } from '../fields.ts'
import { type ByteRange, passwordIn } from '../send-message.ts'
import { type AsyncMessage, fieldsOfMessage, readAsyncMessage } from './async-message.ts'
import {
  type DeliveryNotification,
  deliveryNotificationFields,
  readDeliveryNotification,
} from './delivery-notification.ts'
import { type AsyncOperation, asyncOperations, asyncTypes } from './names.ts'
import {
  type MessagesQuery,
  messagesQueryFields,
  type MessageStatusQuery,
  messageStatusQueryFields,
  readMessagesQuery,
  readMessageStatusQuery,
} from './queries.ts'
import { insideOf, wrapperOf } from './wrapper.ts'

export interface AsyncSendMessage extends AsyncMessage {
  readonly operation: 'sendMessage'
}

export interface SendDeliveryNotification extends DeliveryNotification {
  readonly operation: 'sendDeliveryNotification'
}

export interface GetMessageStatus extends MessageStatusQuery {
  readonly operation: 'getMessageStatus'
}

export interface GetMessages extends MessagesQuery {
  readonly operation: 'getMessages'
}

export type AsyncRequest =
  | AsyncSendMessage
  | SendDeliveryNotification
  | GetMessageStatus
  | GetMessages

interface Words {
  readonly read: (request: XmlElement) => AsyncRequest
  /** The fields among which `sender` stands. */
  readonly withSender: (request: XmlElement) => Fields
}

const words: Readonly<Record<AsyncOperation, Words>> = {
  sendMessage: {
    read: (request) => ({ operation: 'sendMessage', ...readAsyncMessage(request) }),
    withSender: fieldsOfMessage,
  },
  sendDeliveryNotification: {
    read: (request) => ({
      operation: 'sendDeliveryNotification',
      ...readDeliveryNotification(request),
    }),
    withSender: deliveryNotificationFields,
  },
  getMessageStatus: {
    read: (request) => ({ operation: 'getMessageStatus', ...readMessageStatusQuery(request) }),
    withSender: messageStatusQueryFields,
  },
  getMessages: {
    read: (request) => ({ operation: 'getMessages', ...readMessagesQuery(request) }),
    withSender: messagesQueryFields,
  },
}

/** Reads what a member says to the gateway. Throws Fault 'soap-structure' or 'message-malformed' that names the field. */
export function readAsyncRequest(body: XmlElement): AsyncRequest {
  const { name, request } = requestOf(body)
  return words[name].read(request)
}

/** Where the password stands in the bytes of a request that `readAsyncRequest` has read: the journal cuts it out of every view. */
export function asyncPasswordRange(body: XmlElement): ByteRange | undefined {
  const { name, request } = requestOf(body)
  const sender = words[name].withSender(request).optional('sender')
  return sender && passwordIn(sender)
}

function requestOf(body: XmlElement): { name: AsyncOperation; request: XmlElement } {
  const { name, wrapper } = wrapperOf(body, asyncOperations, [asyncTypes])
  return { name, request: insideOf(wrapper, 'request') }
}
