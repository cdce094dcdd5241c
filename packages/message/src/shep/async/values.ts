import { Fields, malformed, structure } from '../fields.ts'
import { dateOf, readSender, type SenderInfo } from '../send-message.ts'

/** Readers of values that several structures of the asynchronous channel have. */

export const messageTypes = ['REQUEST', 'RESPONSE', 'NOTIFICATION', 'UPDATE'] as const

/** REQUEST opens a chain; all others belong to one. */
export type AsyncMessageType = (typeof messageTypes)[number]

export const messageStates = [
  'ON_DELIVERY',
  'DELIVERED',
  'NOT_DELIVERED',
  'DELIVERY_STOPPED',
] as const

/** ON_DELIVERY may become any of the others, which are final. */
export type MessageState = (typeof messageStates)[number]

/** Exactly as the contract spells it, without the white space around. */
export function oneOf<Value extends string>(
  fields: Fields,
  name: string,
  values: readonly Value[],
): Value {
  const text = fields.requiredId(name)
  const value = values.find((one) => one === text)
  if (value === undefined) throw malformed(fields.at(name), `must be ${values.join(' or ')}`)
  return value
}

/** An xs:dateTime as it came; undefined when missing or empty. */
export function optionalDate(fields: Fields, name: string): string | undefined {
  return fields.optionalId(name) === undefined ? undefined : dateOf(fields, name)
}

/** Undefined when missing or empty. */
export function optionalSender(fields: Fields): SenderInfo | undefined {
  const element = fields.optional('sender')
  return element === undefined || element.children().length === 0 ? undefined : readSender(fields)
}

/** MessageStatusInfo. */
export interface MessageStatus {
  /** SCSS001 says delivered. */
  readonly code: string
  /** The contract sets no limit; ours is 10 000 characters read, and 250 written. */
  readonly message: string
  /** xs:dateTime as it came. */
  readonly date: string
}

const messageStatus = structure({ statusCode: 'once', statusMessage: 'once', statusDate: 'once' })

const mostStatusMessage = 10_000

export function readStatus(fields: Fields): MessageStatus {
  const status = new Fields(fields.required('status'), fields.at('status'), messageStatus)
  status.required('statusMessage')
  return {
    code: status.requiredId('statusCode'),
    message: status.exactText('statusMessage', mostStatusMessage),
    date: dateOf(status, 'statusDate'),
  }
}
