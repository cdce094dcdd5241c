import type { XmlElement } from '@arna/xml'
import { Fields, structure } from '../fields.ts'
import {
  dateOf,
  type Property,
  readProperties,
  readSender,
  type SenderInfo,
  sessionIdOf,
} from '../send-message.ts'
import { type AsyncMessageType, messageTypes, oneOf } from './values.ts'

/** AsyncMessageInfo. */
export interface AsyncMessageInfo {
  /** Given by the gateway; a sender leaves it out. */
  readonly messageId?: string
  /** The chain, given by the gateway; a sender leaves it out of a REQUEST and must have it in everything else. */
  readonly correlationId?: string
  readonly serviceId: string
  readonly messageType: AsyncMessageType
  readonly routeId?: string
  /** xs:dateTime as it came; the offset may be missing. */
  readonly messageDate: string
  readonly sender: SenderInfo
  readonly properties: readonly Property[]
  /** `{guid}`; the gateway fills it. */
  readonly sessionId?: string
}

/** AsyncMessage and AsyncSendMessageRequest, which hold the same. */
export interface AsyncMessage extends AsyncMessageInfo {
  readonly data: XmlElement
}

const message = structure({ messageInfo: 'once', messageData: 'once' })

const messageInfo = structure({
  messageId: 'once',
  correlationId: 'once',
  serviceId: 'once',
  messageType: 'once',
  routeId: 'once',
  messageDate: 'once',
  sender: 'once',
  properties: 'many',
  sessionId: 'once',
})

const messageData = structure({ data: 'any-namespace' })

/** `messageInfo` and `messageData` of the element that holds them: `request`, or `messages` of a selection. */
export function readAsyncMessage(holder: XmlElement): AsyncMessage {
  const parts = new Fields(holder, holder.localName, message)
  const info = messageInfoOf(parts)
  const data = new Fields(parts.required('messageData'), 'messageData', messageData)
  const messageId = info.optionalId('messageId')
  const correlationId = info.optionalId('correlationId')
  const routeId = info.optionalId('routeId')
  const sessionId = sessionIdOf(info)
  return {
    ...(messageId !== undefined && { messageId }),
    ...(correlationId !== undefined && { correlationId }),
    serviceId: info.requiredId('serviceId'),
    messageType: oneOf(info, 'messageType', messageTypes),
    ...(routeId !== undefined && { routeId }),
    messageDate: dateOf(info, 'messageDate'),
    sender: readSender(info),
    properties: readProperties(info),
    ...(sessionId !== undefined && { sessionId }),
    data: data.required('data'),
  }
}

/** The fields among which `sender` stands. */
export function fieldsOfMessage(holder: XmlElement): Fields {
  return messageInfoOf(new Fields(holder, holder.localName, message))
}

function messageInfoOf(parts: Fields): Fields {
  return new Fields(parts.required('messageInfo'), 'messageInfo', messageInfo)
}
