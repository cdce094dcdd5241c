import { Fault } from '@arna/message'
import type { Authenticated, Authorized } from '../exchange.ts'

/** May this sender call this service (an active connection without suspensions, Rules, paragraphs 51 and 65)? */
export function authorize(authenticated: Authenticated): Authorized {
  const { message, sender, registry, bytes } = authenticated
  const service = registry.service(message.serviceId)
  const connection = registry.connection(sender.senderId, message.serviceId)
  if (service === undefined) {
    throw new Fault('service-unknown', `no service ${JSON.stringify(message.serviceId)} here`)
  }
  if (connection === undefined) {
    throw new Fault(
      'access-denied',
      `${sender.senderId} has no connection to ${message.serviceId} in this environment`,
    )
  }
  if (connection.suspended.length > 0) {
    throw new Fault('connection-suspended', connection.suspended.join('; '))
  }
  if (bytes.byteLength > service.maxMessageBytes) {
    throw new Fault(
      'message-too-large',
      `${bytes.byteLength} bytes; ${service.serviceId} takes up to ${service.maxMessageBytes}`,
    )
  }
  return { ...authenticated, connection, service }
}
