import type { XmlElement } from '@arna/xml'
import type { ErrorInfo } from '../../fault.ts'
import { Fields, structure } from '../fields.ts'
import { dateOf, sessionIdOf } from '../send-message.ts'
import { readError } from './error-info.ts'
import { asyncClientTypes, asyncTypes, type StatusOperation, statusOperations } from './names.ts'
import {
  type MessageState,
  type MessageStatus,
  messageStates,
  oneOf,
  readStatus,
} from './values.ts'
import { insideOf, wrapperOf } from './wrapper.ts'

/** AsyncChangeStatusNotifyRequest: the gateway tells the sender of a message how its delivery went. */
export interface StatusNotificationInfo {
  /** Given by the gateway. */
  readonly notificationId: string
  readonly messageId: string
  /** xs:dateTime as it came, like all dates here. */
  readonly notificationDate: string
  readonly messageState: MessageState
  readonly status: MessageStatus
  readonly error?: ErrorInfo
  readonly requestDate: string
  /** `{guid}`; the answer repeats it. */
  readonly sessionId?: string
}

export interface StatusNotification extends StatusNotificationInfo {
  /** The spelling that was used: the answer has to be in the same. */
  readonly operation: StatusOperation
}

const request = structure({ notification: 'once', requestDate: 'once', sessionId: 'once' })

const notification = structure({
  notificationId: 'once',
  messageId: 'once',
  notificationDate: 'once',
  messageState: 'once',
  status: 'once',
  error: 'once',
})

/** Both spellings in both namespaces. Throws Fault 'soap-structure' or 'message-malformed' that names the field. */
export function readStatusNotification(body: XmlElement): StatusNotification {
  const { name, wrapper } = wrapperOf(body, statusOperations, [asyncClientTypes, asyncTypes])
  const fields = new Fields(insideOf(wrapper, 'request'), 'request', request)
  const told = new Fields(fields.required('notification'), 'notification', notification)
  const error = readError(told)
  const sessionId = sessionIdOf(fields)
  return {
    operation: name,
    notificationId: told.requiredId('notificationId'),
    messageId: told.requiredId('messageId'),
    notificationDate: dateOf(told, 'notificationDate'),
    messageState: oneOf(told, 'messageState', messageStates),
    status: readStatus(told),
    ...(error !== undefined && { error }),
    requestDate: dateOf(fields, 'requestDate'),
    ...(sessionId !== undefined && { sessionId }),
  }
}
