import { escapeAttribute, escapeText } from '@arna/xml'
import type { Language } from '../fault/definition.ts'
import { type ErrorInfo, errorInfoOf, type Fault, faults } from '../fault.ts'
import { dateTime, isDateTime } from './date-time.ts'
import { type SoapVersion, syncTypes } from './names.ts'
import type { Payload } from './payload.ts'
import type { SendMessageInfo } from './send-message.ts'
import type { SendMessageResponseInfo } from './send-message-response.ts'

/**
 * What stands inside soap:Body, in pieces: text of ours and bytes of others as they came. The envelope around it binds
 * the prefix `soap`.
 */
export type BodyContent = readonly (string | Uint8Array)[]

const maxStatusMessageCharacters = 250

/** Order, casing and prefix as real SHEP messages have them: only the wrapper is in a namespace. */
export function writeSendMessage(message: SendMessageInfo, payload?: Payload): BodyContent {
  const { sender } = message
  const info =
    element('messageId', message.messageId) +
    element('correlationId', message.correlationId) +
    element('serviceId', message.serviceId) +
    element('messageDate', message.messageDate) +
    element('routeId', message.routeId) +
    `<sender>${element('senderId', sender.senderId)}${element('password', sender.password)}</sender>` +
    message.properties
      .map(
        ({ key, value }) =>
          `<properties>${element('key', key)}${element('value', value)}</properties>`,
      )
      .join('') +
    element('sessionId', message.sessionId)
  return wrap('SendMessage', 'request', info, payload)
}

export function writeSendMessageResponse(
  response: SendMessageResponseInfo,
  payload?: Payload,
): BodyContent {
  const { status } = response
  const info =
    element('messageId', response.messageId) +
    element('correlationId', response.correlationId) +
    element('responseDate', response.responseDate) +
    `<status>${element('code', status.code)}${element('message', shortened(status.message))}</status>` +
    element('sessionId', response.sessionId)
  return wrap('SendMessageResponse', 'response', info, payload)
}

export interface FaultWriting {
  readonly at: Date
  readonly soap?: SoapVersion
  /** `{guid}` */
  readonly sessionId?: string
  /** Default ru, as SHEP's own texts. */
  readonly language?: Language
}

/**
 * `soap:Fault` with ErrorInfo in its detail. As SHEP does, faultcode is the errorCode itself, a QName without prefix:
 * clients compare it as text. In the form of SOAP 1.2, whose Code has five fixed values, it is the Subcode.
 */
export function writeFault(fault: Fault, options: FaultWriting): BodyContent {
  const { at, sessionId, language = 'ru' } = options
  const errorDate = dateTime(at)
  const errorInfo = errorInfoOf(fault, {
    errorDate,
    language,
    ...(sessionId !== undefined && { sessionId }),
  })
  const code = escapeText(errorInfo.errorCode)
  const message = escapeText(errorInfo.errorMessage)
  const detail =
    `<ns2:SendMessageFault1_SendMessageFault xmlns:ns2="${syncTypes}">` +
    `${errorInfoContent(errorInfo, errorDate)}</ns2:SendMessageFault1_SendMessageFault>`
  if (options.soap !== '1.2') {
    return [
      `<soap:Fault><faultcode>${code}</faultcode><faultstring>${message}</faultstring>` +
        `<detail>${detail}</detail></soap:Fault>`,
    ]
  }
  const side = faults[fault.code].soap === 'Client' ? 'Sender' : 'Receiver'
  return [
    `<soap:Fault><soap:Code><soap:Value>soap:${side}</soap:Value>` +
      `<soap:Subcode><soap:Value>${code}</soap:Value></soap:Subcode></soap:Code>` +
      `<soap:Reason><soap:Text xml:lang="${language}">${message}</soap:Text></soap:Reason>` +
      `<soap:Detail>${detail}</soap:Detail></soap:Fault>`,
  ]
}

function wrap(
  wrapper: 'SendMessage' | 'SendMessageResponse',
  name: 'request' | 'response',
  info: string,
  payload: Payload | undefined,
): BodyContent {
  const head = `<ns2:${wrapper} xmlns:ns2="${syncTypes}"><${name}><${name}Info>${info}</${name}Info>`
  const tail = `</${name}></ns2:${wrapper}>`
  if (payload === undefined) return [`${head}<${name}Data/>${tail}`]
  const declarations = [...payload.namespaces]
    .filter(([prefix, namespace]) => prefix !== 'ns2' || namespace !== syncTypes)
    .map(([prefix, namespace]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`)
    .join('')
  return [`${head}<${name}Data${declarations}>`, ...payload.content, `</${name}Data>${tail}`]
}

/** An errorDate of a party that is missing or no date becomes the one of the fault around it. */
function errorInfoContent(info: ErrorInfo, dateAround: string): string {
  const date =
    info.errorDate !== undefined && isDateTime(info.errorDate) ? info.errorDate : dateAround
  const { errorData, subError } = info
  return (
    element('errorCode', writable(info.errorCode)) +
    element('errorMessage', writable(info.errorMessage)) +
    element('errorData', errorData === undefined ? undefined : writable(errorData)) +
    element('errorDate', date) +
    (subError === undefined ? '' : `<subError>${errorInfoContent(subError, date)}</subError>`) +
    element('sessionId', info.sessionId)
  )
}

/** A fault must be written whatever its texts quote: what XML cannot hold is replaced. */
function writable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\0-\x08\v\f\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/gu, '\uFFFD')
}

/** Throws TypeError when the text has a character that XML cannot hold. */
function element(name: string, text: string | undefined): string {
  return text === undefined ? '' : `<${name}>${escapeText(text)}</${name}>`
}

function shortened(message: string): string {
  const characters = [...message]
  if (characters.length <= maxStatusMessageCharacters) return message
  return `${characters.slice(0, maxStatusMessageCharacters - 1).join('')}…`
}
