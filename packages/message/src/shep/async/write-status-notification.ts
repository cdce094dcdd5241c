import { element, errorInfoContent } from '../elements.ts'
import type { BodyContent } from '../write.ts'
import { asyncClientTypes, type StatusOperation } from './names.ts'
import type { StatusNotificationInfo } from './status-notification.ts'
import { statusElement, wrapped } from './write-wrapper.ts'

/** Tells the sender of a message how its delivery went. A status message of more than 250 characters is shortened. */
export function writeStatusNotification(
  operation: StatusOperation,
  told: StatusNotificationInfo,
): BodyContent {
  const { error } = told
  const notification =
    element('notificationId', told.notificationId) +
    element('messageId', told.messageId) +
    element('notificationDate', told.notificationDate) +
    element('messageState', told.messageState) +
    statusElement(told.status) +
    (error === undefined ? '' : `<error>${errorInfoContent(error, told.notificationDate)}</error>`)
  const request =
    `<notification>${notification}</notification>` +
    element('requestDate', told.requestDate) +
    element('sessionId', told.sessionId)
  return wrapped(operation, 'request', [request], asyncClientTypes)
}

/** The member's answer, in the spelling of the notification and with its sessionId. */
export function writeStatusAnswer(
  operation: StatusOperation,
  answer: { readonly responseDate: string; readonly sessionId: string },
): BodyContent {
  const response =
    element('responseDate', answer.responseDate) + element('sessionId', answer.sessionId)
  return wrapped(`${operation}Response`, 'response', [response], asyncClientTypes)
}
