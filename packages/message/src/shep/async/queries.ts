import type { XmlElement } from '@arna/xml'
import { Fields, malformed, structure } from '../fields.ts'
import {
  dateOf,
  type Property,
  readProperties,
  readSender,
  type SenderInfo,
} from '../send-message.ts'
import { optionalDate, optionalSender } from './values.ts'

/** AsyncGetMessageStatusRequest: how far one message has come. */
export interface MessageStatusQuery {
  readonly messageId: string
  /** xs:dateTime as it came. */
  readonly requestDate: string
  readonly sender: SenderInfo
  readonly properties: readonly Property[]
}

/** AsyncGetMessagesRequest: messages for the one who asks, by message, by chain, or all of a service. */
export interface MessagesQuery {
  readonly messageId?: string
  readonly correlationId?: string
  /** xs:dateTime as it came. */
  readonly requestDate?: string
  readonly serviceId: string
  readonly sender?: SenderInfo
  /** The most messages that are wanted, ≥ 1; the gateway's own number when it is absent or was 0. */
  readonly amount?: number
  readonly properties: readonly Property[]
}

const messageStatusQuery = structure({
  messageId: 'once',
  requestDate: 'once',
  sender: 'once',
  properties: 'many',
})

const messagesQuery = structure({
  messageId: 'once',
  correlationId: 'once',
  requestDate: 'once',
  serviceId: 'once',
  sender: 'once',
  amount: 'once',
  properties: 'many',
})

const mostAmount = 2 ** 31 - 1

export const messageStatusQueryFields = (element: XmlElement): Fields =>
  new Fields(element, 'request', messageStatusQuery)

export const messagesQueryFields = (element: XmlElement): Fields =>
  new Fields(element, 'request', messagesQuery)

export function readMessageStatusQuery(element: XmlElement): MessageStatusQuery {
  const fields = messageStatusQueryFields(element)
  return {
    messageId: fields.requiredId('messageId'),
    requestDate: dateOf(fields, 'requestDate'),
    sender: readSender(fields),
    properties: readProperties(fields),
  }
}

export function readMessagesQuery(element: XmlElement): MessagesQuery {
  const fields = messagesQueryFields(element)
  const messageId = fields.optionalId('messageId')
  const correlationId = fields.optionalId('correlationId')
  const requestDate = optionalDate(fields, 'requestDate')
  const sender = optionalSender(fields)
  const amount = readAmount(fields)
  return {
    ...(messageId !== undefined && { messageId }),
    ...(correlationId !== undefined && { correlationId }),
    ...(requestDate !== undefined && { requestDate }),
    serviceId: fields.requiredId('serviceId'),
    ...(sender !== undefined && { sender }),
    ...(amount > 0 && { amount }),
    properties: readProperties(fields),
  }
}

/** An xs:int that is not negative; 0 when missing or empty. */
function readAmount(fields: Fields): number {
  const text = fields.optionalId('amount') ?? '0'
  const amount = /^[+-]?\d+$/.test(text) ? Number(text) : -1
  if (amount < 0 || amount > mostAmount) {
    throw malformed(fields.at('amount'), `must be a whole number from 0 to ${mostAmount}`)
  }
  return amount
}
