import { element, errorInfoContent, propertyElements, senderElement } from '../elements.ts'
import type { BodyContent } from '../write.ts'
import type { DeliveryNotification } from './delivery-notification.ts'
import type { MessagesQuery, MessageStatusQuery } from './queries.ts'
import { wrapped } from './write-wrapper.ts'

/** What members say to the gateway beside their messages: the writers of this file throw TypeError for what XML cannot hold. */
export function writeSendDeliveryNotification(told: DeliveryNotification): BodyContent {
  const { error, sender } = told
  const status =
    element('receiveStatus', told.isAccepted ? 'MESSAGE_ACCEPTED' : 'MESSAGE_NOT_ACCTEPTED') +
    element('statusDate', told.statusDate) +
    element('resendMessage', told.isToBeResent ? 'RESEND' : 'NOT_RESEND') +
    (error === undefined ? '' : `<error>${errorInfoContent(error, told.statusDate)}</error>`)
  const notification =
    element('messageId', told.messageId) +
    element('serviceId', told.serviceId) +
    element('notificationDate', told.notificationDate) +
    `<deliveryStatus>${status}</deliveryStatus>`
  return wrapped('sendDeliveryNotification', 'request', [
    `<notification>${notification}</notification>`,
    element('requestDate', told.requestDate),
    sender === undefined ? '' : senderElement(sender),
  ])
}

export function writeGetMessageStatus(query: MessageStatusQuery): BodyContent {
  return wrapped('getMessageStatus', 'request', [
    element('messageId', query.messageId) +
      element('requestDate', query.requestDate) +
      senderElement(query.sender) +
      propertyElements(query.properties),
  ])
}

export function writeGetMessages(query: MessagesQuery): BodyContent {
  const { sender, amount } = query
  return wrapped('getMessages', 'request', [
    element('messageId', query.messageId) +
      element('correlationId', query.correlationId) +
      element('requestDate', query.requestDate) +
      element('serviceId', query.serviceId) +
      (sender === undefined ? '' : senderElement(sender)) +
      element('amount', amount?.toString()) +
      propertyElements(query.properties),
  ])
}
