import { escapeText } from '@arna/xml'
import type { Language } from '../fault/definition.ts'
import { shortened } from '../fault/status-text.ts'
import { errorInfoOf, type Fault, faults } from '../fault.ts'
import { type AsyncFaultOperation, asyncFaultElement } from './async/names.ts'
import { dateTime } from './date-time.ts'
import {
  declarations,
  element,
  errorInfoContent,
  propertyElements,
  senderElement,
} from './elements.ts'
import { type SoapVersion, syncTypes } from './names.ts'
import type { Payload } from './payload.ts'
import type { SendMessageInfo } from './send-message.ts'
import type { SendMessageResponseInfo } from './send-message-response.ts'

/**
 * What stands inside soap:Body, in pieces: text of ours and bytes of others as they came. The envelope around it binds
 * the prefix `soap`.
 */
export type BodyContent = readonly (string | Uint8Array)[]

/** Order, casing and prefix as real SHEP messages have them: only the wrapper is in a namespace. */
export function writeSendMessage(message: SendMessageInfo, payload?: Payload): BodyContent {
  const info =
    element('messageId', message.messageId) +
    element('correlationId', message.correlationId) +
    element('serviceId', message.serviceId) +
    element('messageDate', message.messageDate) +
    element('routeId', message.routeId) +
    senderElement(message.sender) +
    propertyElements(message.properties) +
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

const syncFaultElement = { name: 'SendMessageFault1_SendMessageFault', namespace: syncTypes }

export interface FaultWriting {
  readonly at: Date
  readonly soap?: SoapVersion
  /** `{guid}` */
  readonly sessionId?: string
  /** Default ru, as SHEP's own texts. */
  readonly language?: Language
  /** The element around ErrorInfo: that of the synchronous channel when left out. An operation that is not known is sendMessage. */
  readonly detail?: { readonly channel: 'async'; readonly operation?: AsyncFaultOperation }
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
  const { name, namespace } =
    options.detail === undefined
      ? syncFaultElement
      : asyncFaultElement(options.detail.operation ?? 'sendMessage')
  const detail = `<ns2:${name} xmlns:ns2="${namespace}">${errorInfoContent(errorInfo, errorDate)}</ns2:${name}>`
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
  const declared = declarations(
    payload,
    (prefix, namespace) => prefix === 'ns2' && namespace === syncTypes,
  )
  return [`${head}<${name}Data${declared}>`, ...payload.content, `</${name}Data>${tail}`]
}
