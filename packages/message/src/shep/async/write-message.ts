import { element, propertyElements, senderElement, declarations } from '../elements.ts'
import type { Payload } from '../payload.ts'
import type { BodyContent } from '../write.ts'
import type { AsyncMessageInfo } from './async-message.ts'
import { wrapped } from './write-wrapper.ts'

/**
 * `messageInfo` and `messageData` of a message. Every prefix that the payload inherited is declared on messageData, so
 * these bytes may be kept and written later into any element that is in no default namespace.
 */
export function writeAsyncMessage(info: AsyncMessageInfo, payload: Payload): BodyContent {
  const text =
    element('messageId', info.messageId) +
    element('correlationId', info.correlationId) +
    element('serviceId', info.serviceId) +
    element('messageType', info.messageType) +
    element('routeId', info.routeId) +
    element('messageDate', info.messageDate) +
    senderElement(info.sender) +
    propertyElements(info.properties) +
    element('sessionId', info.sessionId)
  return [
    `<messageInfo>${text}</messageInfo><messageData${declarations(payload)}>`,
    ...payload.content,
    '</messageData>',
  ]
}

/** What the gateway pushes: sendMessage around what `writeAsyncMessage` gave. */
export function writePushedMessage(message: BodyContent): BodyContent {
  return wrapped('sendMessage', 'request', message)
}

/** What a member sends to the gateway. */
export function writeAsyncSendMessage(info: AsyncMessageInfo, payload: Payload): BodyContent {
  return wrapped('sendMessage', 'request', writeAsyncMessage(info, payload))
}
