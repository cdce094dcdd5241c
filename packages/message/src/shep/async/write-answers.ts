import { element } from '../elements.ts'
import type { BodyContent } from '../write.ts'
import type {
  AsyncSendMessageResponse,
  GetMessagesResponseInfo,
  GetMessageStatusResponse,
  SendDeliveryNotificationResponse,
} from './answers.ts'
import { statusElement, wrapped } from './write-wrapper.ts'

/** Some structures must have it in the contract, and what reads them does not insist. */
type WithSession<Answer> = Answer & { readonly sessionId: string }

/** The answer of the gateway to a sender, and of a receiver to what was pushed to it. */
export function writeAsyncSendMessageResponse(answer: AsyncSendMessageResponse): BodyContent {
  return wrapped('sendMessageResponse', 'response', [
    element('messageId', answer.messageId) +
      element('correlationId', answer.correlationId) +
      element('responseDate', answer.responseDate) +
      element('sessionId', answer.sessionId),
  ])
}

export function writeSendDeliveryNotificationResponse(
  answer: WithSession<SendDeliveryNotificationResponse>,
): BodyContent {
  return wrapped('sendDeliveryNotificationResponse', 'response', [
    element('notificationId', answer.notificationId) +
      element('responseDate', answer.responseDate) +
      element('sessionId', answer.sessionId),
  ])
}

/** A status message of more than 250 characters is shortened. */
export function writeGetMessageStatusResponse(answer: GetMessageStatusResponse): BodyContent {
  return wrapped('getMessageStatusResponse', 'response', [
    element('messageState', answer.messageState) +
      statusElement(answer.status) +
      element('responseDate', answer.responseDate) +
      element('sessionId', answer.sessionId),
  ])
}

/** Each of the messages is what `writeAsyncMessage` gave. */
export function writeGetMessagesResponse(
  answer: WithSession<GetMessagesResponseInfo>,
  messages: readonly BodyContent[],
): BodyContent {
  return wrapped('getMessagesResponse', 'response', [
    element('responseDate', answer.responseDate) + element('sessionId', answer.sessionId),
    ...messages.flatMap((message) => ['<messages>', ...message, '</messages>']),
  ])
}
