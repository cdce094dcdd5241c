import type { XmlElement } from '@arna/xml'
import { contentOfBody } from './envelope.ts'
import { Fields, malformed, structure } from './fields.ts'
import { syncTypes } from './names.ts'
import { dateOf, readParts, sessionIdOf } from './send-message.ts'

/** SyncSendMessageResponse without its payload. */
export interface SendMessageResponseInfo {
  /** Given by the provider. */
  readonly messageId: string
  readonly correlationId?: string
  /** xs:dateTime as it came. */
  readonly responseDate: string
  readonly status: StatusInfo
  /** `{guid}`; the gateway fills it. */
  readonly sessionId?: string
}

export interface StatusInfo {
  /** SCSS001 says success. */
  readonly code: string
  /** 250 characters in the contract; longer ones are read, and shortened when written. */
  readonly message: string
}

export interface SendMessageResponse extends SendMessageResponseInfo {
  readonly data?: XmlElement
}

const responseInfo = structure({
  messageId: 'once',
  correlationId: 'once',
  responseDate: 'once',
  status: 'once',
  sessionId: 'once',
})

const statusInfo = structure({ code: 'once', message: 'once' })

const maxStatusMessage = 10_000

/** Reads the answer out of a Body. Throws Fault 'soap-structure' or 'message-malformed' that names the field. */
export function readSendMessageResponse(body: XmlElement): SendMessageResponse {
  const wrapper = contentOfBody(body)
  if (wrapper.localName !== 'SendMessageResponse' || wrapper.namespace !== syncTypes) {
    throw malformed('Body', `must hold SendMessageResponse of the namespace ${syncTypes}`)
  }
  const { info, data } = readParts(wrapper, 'response')
  const fields = new Fields(info, 'responseInfo', responseInfo)
  const status = new Fields(fields.required('status'), fields.at('status'), statusInfo)
  const correlationId = fields.optionalId('correlationId')
  const sessionId = sessionIdOf(fields)
  status.required('message')
  return {
    messageId: fields.requiredId('messageId'),
    ...(correlationId !== undefined && { correlationId }),
    responseDate: dateOf(fields, 'responseDate'),
    status: {
      code: status.requiredId('code'),
      message: status.exactText('message', maxStatusMessage),
    },
    ...(sessionId !== undefined && { sessionId }),
    ...(data !== undefined && { data }),
  }
}
