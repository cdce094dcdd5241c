import type { XmlElement } from '@arna/xml'
import type { ErrorInfo } from '../../fault.ts'
import { Fields, structure } from '../fields.ts'
import { sessionIdOf } from '../send-message.ts'

const errorInfo = structure({
  errorCode: 'once',
  errorMessage: 'once',
  errorData: 'once',
  errorDate: 'once',
  subError: 'once',
  sessionId: 'once',
})

/** As with faults: texts go into journals and on to senders; whole stack traces do not have to. */
const mostTextCharacters = 4000
const mostSubErrors = 8

/**
 * `error` of a notification; undefined when it is missing or empty. A party that is in trouble is not asked to be exact:
 * what it lacks reads as '', and a long text is cut.
 */
export function readError(fields: Fields): ErrorInfo | undefined {
  return read(fields.optional('error'), fields.at('error'), mostSubErrors)
}

function read(
  element: XmlElement | undefined,
  path: string,
  subErrors: number,
): ErrorInfo | undefined {
  if (element === undefined || element.children().length === 0) return undefined
  const fields = new Fields(element, path, errorInfo)
  const errorData = text(fields, 'errorData')
  const errorDate = text(fields, 'errorDate')
  const sessionId = sessionIdOf(fields)
  const subError =
    subErrors === 0
      ? undefined
      : read(fields.optional('subError'), fields.at('subError'), subErrors - 1)
  return {
    errorCode: text(fields, 'errorCode'),
    errorMessage: text(fields, 'errorMessage'),
    ...(errorData !== '' && { errorData }),
    ...(errorDate !== '' && { errorDate }),
    ...(subError !== undefined && { subError }),
    ...(sessionId !== undefined && { sessionId }),
  }
}

function text(fields: Fields, name: string): string {
  return fields.optional(name)?.text().trim().slice(0, mostTextCharacters) ?? ''
}
