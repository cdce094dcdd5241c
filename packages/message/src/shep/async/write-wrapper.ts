import { shortened } from '../../fault/status-text.ts'
import { element, writable } from '../elements.ts'
import type { BodyContent } from '../write.ts'
import { asyncTypes } from './names.ts'
import type { MessageStatus } from './values.ts'

/** Only the wrapper is in a namespace, by the prefix ns2 as SHEP writes it. */
export function wrapped(
  wrapper: string,
  inside: 'request' | 'response',
  content: BodyContent,
  namespace: string = asyncTypes,
): BodyContent {
  return [
    `<ns2:${wrapper} xmlns:ns2="${namespace}"><${inside}>`,
    ...content,
    `</${inside}></ns2:${wrapper}>`,
  ]
}

export function statusElement(status: MessageStatus): string {
  return `<status>${element('statusCode', status.code)}${element('statusMessage', writable(shortened(status.message)))}${element('statusDate', status.date)}</status>`
}
