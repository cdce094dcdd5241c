import type { XmlElement } from '@arna/xml'
import type { ErrorInfo } from '../fault.ts'
import { malformed } from './fields.ts'
import { soapNamespace } from './names.ts'
import { sessionIdFrom } from './session-id.ts'

/** A SOAP fault that another party sent. */
export interface ShepFault {
  readonly faultcode: string
  readonly faultstring: string
  readonly errorInfo?: ErrorInfo
}

/** Texts of faults go into journals and on to senders; whole stack traces do not have to. */
const maxTextCharacters = 4000
const maxSubErrors = 8
/** Of the whole answer; a fault of SHEP has ten. Each look for a child walks over all of them. */
const maxElements = 10_000

/**
 * The SOAP 1.1 or 1.2 fault in a Body, undefined when there is none. Whatever a fault lacks reads as '': a party
 * that is in trouble is not asked to be exact. Throws Fault 'message-malformed' when it holds thousands of elements.
 */
export function readFault(body: XmlElement): ShepFault | undefined {
  const fault = body.children()[0]
  if (fault?.localName !== 'Fault' || body.namespace !== fault.namespace) return undefined
  if (body.document.elementCount > maxElements) {
    throw malformed('Fault', `comes with more than ${maxElements} elements`)
  }
  const soap12 = fault.namespace === soapNamespace['1.2']
  const code = child(fault, soap12 ? 'Code' : 'faultcode')
  const subcode = code === undefined ? undefined : child(code, 'Subcode')
  const reason = child(fault, soap12 ? 'Reason' : 'faultstring')
  const faultcode = soap12 ? text(subcode ?? code, 'Value') : textOf(code)
  const faultstring = soap12 ? text(reason, 'Text') : textOf(reason)
  const info = child(fault, soap12 ? 'Detail' : 'detail')
    ?.children()
    .find((element) => child(element, 'errorCode') !== undefined)
  if (info === undefined) return { faultcode, faultstring }
  return { faultcode, faultstring, errorInfo: readErrorInfo(info, maxSubErrors) }
}

function readErrorInfo(element: XmlElement, depth: number): ErrorInfo {
  const errorData = text(element, 'errorData')
  const errorDate = text(element, 'errorDate')
  const sessionId = sessionIdFrom(text(element, 'sessionId'))
  const subError = child(element, 'subError')
  return {
    errorCode: text(element, 'errorCode'),
    errorMessage: text(element, 'errorMessage'),
    ...(errorData !== '' && { errorData }),
    ...(errorDate !== '' && { errorDate }),
    ...(subError !== undefined &&
      depth > 0 &&
      child(subError, 'errorCode') !== undefined && {
        subError: readErrorInfo(subError, depth - 1),
      }),
    ...(sessionId !== undefined && { sessionId }),
  }
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children().find(({ localName }) => localName === name)
}

function text(element: XmlElement | undefined, name: string): string {
  return element === undefined ? '' : textOf(child(element, name))
}

function textOf(element: XmlElement | undefined): string {
  return element?.text().trim().slice(0, maxTextCharacters) ?? ''
}
