import type { XmlElement } from '@arna/xml'
import { isDateTime } from './date-time.ts'
import { contentOfBody } from './envelope.ts'
import { Fields, malformed, maxIdCharacters, type Structure, structure } from './fields.ts'
import { syncTypes } from './names.ts'
import { sessionIdFrom } from './session-id.ts'

export interface Property {
  /** ≤ 30 characters */
  readonly key: string
  /** ≤ 500 characters */
  readonly value: string
}

export interface SenderInfo {
  readonly senderId: string
  readonly password?: string
}

/** SyncSendMessageRequest without its payload. */
export interface SendMessageInfo {
  /** Given by the sender. */
  readonly messageId: string
  readonly correlationId?: string
  readonly serviceId: string
  /** xs:dateTime as it came; the offset may be missing. */
  readonly messageDate: string
  readonly routeId?: string
  readonly sender: SenderInfo
  readonly properties: readonly Property[]
  /** `{guid}`; the gateway fills it. */
  readonly sessionId?: string
}

export interface SendMessage extends SendMessageInfo {
  readonly data?: XmlElement
}

const requestInfo = structure({
  messageId: 'once',
  correlationId: 'once',
  serviceId: 'once',
  messageDate: 'once',
  routeId: 'once',
  sender: 'once',
  properties: 'many',
  sessionId: 'once',
})

const senderInfo = structure({ senderId: 'once', password: 'once' })

const property = structure({ key: 'once', value: 'once' })

const maxProperties = 100

/** Reads the request out of a Body. Throws Fault 'soap-structure' or 'message-malformed' that names the field. */
export function readSendMessage(body: XmlElement): SendMessage {
  const wrapper = contentOfBody(body)
  if (wrapper.localName !== 'SendMessage' || wrapper.namespace !== syncTypes) {
    throw malformed('Body', `must hold SendMessage of the namespace ${syncTypes}`)
  }
  const { info, data } = readParts(wrapper, 'request')
  const fields = new Fields(info, 'requestInfo', requestInfo)
  const correlationId = fields.optionalId('correlationId')
  const routeId = fields.optionalId('routeId')
  const sessionId = sessionIdOf(fields)
  return {
    messageId: fields.requiredId('messageId'),
    ...(correlationId !== undefined && { correlationId }),
    serviceId: fields.requiredId('serviceId'),
    messageDate: dateOf(fields, 'messageDate'),
    ...(routeId !== undefined && { routeId }),
    sender: readSender(fields),
    properties: readProperties(fields),
    ...(sessionId !== undefined && { sessionId }),
    ...(data !== undefined && { data }),
  }
}

/** From the first byte to the one behind the last. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Where the password stands in the bytes of a message that `readSendMessage` has read: the journal cuts it out of every view. */
export function passwordRange(body: XmlElement): ByteRange | undefined {
  const { info } = readParts(contentOfBody(body), 'request')
  return passwordIn(new Fields(info, 'requestInfo', requestInfo).required('sender'))
}

export function passwordIn(sender: XmlElement): ByteRange | undefined {
  const password = new Fields(sender, 'sender', senderInfo).optional('password')
  return password && { start: password.contentStart, end: password.contentEnd }
}

const parts = {
  request: partsOf('request'),
  response: partsOf('response'),
}

function partsOf(name: string): { wrapper: Structure; whole: Structure; holder: Structure } {
  return {
    wrapper: structure({ [name]: 'once' }),
    whole: structure({ [`${name}Info`]: 'once', [`${name}Data`]: 'once' }),
    holder: structure({ data: 'any-namespace' }),
  }
}

/** `request{requestInfo, requestData{data?}}` and the same for `response`. */
export function readParts(
  element: XmlElement,
  name: 'request' | 'response',
): { info: XmlElement; data?: XmlElement } {
  const { wrapper, whole, holder } = parts[name]
  const inside = new Fields(element, element.localName, wrapper).required(name)
  const fields = new Fields(inside, name, whole)
  const info = fields.required(`${name}Info`)
  const data = new Fields(fields.required(`${name}Data`), `${name}Data`, holder).optional('data')
  return data === undefined ? { info } : { info, data }
}

export function dateOf(fields: Fields, name: string): string {
  const date = fields.requiredId(name)
  if (!isDateTime(date)) {
    throw malformed(fields.at(name), 'must be a date and time such as 2026-02-03T10:20:30+05:00')
  }
  return date
}

export function sessionIdOf(fields: Fields): string | undefined {
  const element = fields.optional('sessionId')
  return element === undefined ? undefined : sessionIdFrom(element.text())
}

export function readSender(info: Fields): SenderInfo {
  const fields = new Fields(info.required('sender'), info.at('sender'), senderInfo)
  const senderId = fields.requiredId('senderId')
  const password = fields.exactText('password', maxIdCharacters)
  return password === '' ? { senderId } : { senderId, password }
}

export function readProperties(info: Fields): Property[] {
  const elements = info.all('properties')
  const path = info.at('properties')
  if (elements.length > maxProperties) throw malformed(path, `occurs over ${maxProperties} times`)
  const properties: Property[] = []
  for (const element of elements) {
    const fields = new Fields(element, path, property)
    const key = fields.exactText('key', 30)
    const value = fields.exactText('value', 500)
    if (key === '' && value !== '') throw malformed(`${path}/key`, 'is empty')
    if (key !== '') properties.push({ key, value })
  }
  return properties
}
