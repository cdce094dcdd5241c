import type { XmlElement } from '@arna/xml'
import type { ErrorInfo } from '../../fault.ts'
import { Fields, structure } from '../fields.ts'
import { dateOf, type SenderInfo } from '../send-message.ts'
import { readError } from './error-info.ts'
import { oneOf, optionalSender } from './values.ts'

/** AsyncSendDeliveryNotificationRequest: the receiver of a message says whether it has taken it. */
export interface DeliveryNotification {
  /** Of the message that was delivered, as the gateway gave it. */
  readonly messageId: string
  readonly serviceId: string
  /** xs:dateTime as it came, like all dates here. */
  readonly notificationDate: string
  readonly statusDate: string
  /** receiveStatus */
  readonly isAccepted: boolean
  /** resendMessage: whether the gateway is to deliver the message once more. */
  readonly isToBeResent: boolean
  readonly error?: ErrorInfo
  readonly requestDate: string
  readonly sender?: SenderInfo
}

const request = structure({ notification: 'once', requestDate: 'once', sender: 'once' })

const notification = structure({
  messageId: 'once',
  serviceId: 'once',
  notificationDate: 'once',
  deliveryStatus: 'once',
})

const deliveryStatus = structure({
  receiveStatus: 'once',
  statusDate: 'once',
  resendMessage: 'once',
  error: 'once',
})

/** The second is the spelling of the interface files, the third that of the Rules. */
const receiveStatuses = [
  'MESSAGE_ACCEPTED',
  'MESSAGE_NOT_ACCTEPTED',
  'MESSAGE_NOT_ACCEPTED',
] as const

export const deliveryNotificationFields = (element: XmlElement): Fields =>
  new Fields(element, 'request', request)

export function readDeliveryNotification(element: XmlElement): DeliveryNotification {
  const fields = deliveryNotificationFields(element)
  const told = new Fields(fields.required('notification'), 'notification', notification)
  const status = new Fields(
    told.required('deliveryStatus'),
    told.at('deliveryStatus'),
    deliveryStatus,
  )
  const error = readError(status)
  const sender = optionalSender(fields)
  return {
    messageId: told.requiredId('messageId'),
    serviceId: told.requiredId('serviceId'),
    notificationDate: dateOf(told, 'notificationDate'),
    statusDate: dateOf(status, 'statusDate'),
    isAccepted: oneOf(status, 'receiveStatus', receiveStatuses) === 'MESSAGE_ACCEPTED',
    isToBeResent: oneOf(status, 'resendMessage', ['RESEND', 'NOT_RESEND']) === 'RESEND',
    ...(error !== undefined && { error }),
    requestDate: dateOf(fields, 'requestDate'),
    ...(sender !== undefined && { sender }),
  }
}
