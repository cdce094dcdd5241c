import { escapeAttribute, escapeText } from '@arna/xml'
import type { ErrorInfo } from '../fault.ts'
import { isDateTime } from './date-time.ts'
import type { Payload } from './payload.ts'
import type { Property, SenderInfo } from './send-message.ts'

/** Throws TypeError when the text has a character that XML cannot hold. */
export function element(name: string, text: string | undefined): string {
  return text === undefined ? '' : `<${name}>${escapeText(text)}</${name}>`
}

export function senderElement(sender: SenderInfo): string {
  return `<sender>${element('senderId', sender.senderId)}${element('password', sender.password)}</sender>`
}

/** SHEP has no element around them: each stands for itself. */
export function propertyElements(properties: readonly Property[]): string {
  return properties
    .map(
      ({ key, value }) =>
        `<properties>${element('key', key)}${element('value', value)}</properties>`,
    )
    .join('')
}

/** Declarations of the prefixes that `data` inherited, for the element around it. */
export function declarations(
  payload: Payload,
  isDeclared: (prefix: string, namespace: string) => boolean = () => false,
): string {
  return [...payload.namespaces]
    .filter(([prefix, namespace]) => !isDeclared(prefix, namespace))
    .map(([prefix, namespace]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`)
    .join('')
}

/** What stands inside an ErrorInfo. An errorDate of a party that is missing or no date becomes the one of the fault around it. */
export function errorInfoContent(info: ErrorInfo, dateAround: string): string {
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

/** Some texts must be written whatever they quote: what XML cannot hold is replaced. */
export function writable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\0-\x08\v\f\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/gu, '\uFFFD')
}
