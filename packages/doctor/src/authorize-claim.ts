import { Fault, type SendMessage } from '@arna/message'
import type { Registry } from '@arna/registry'

/** Whether the claimed sender may call the claimed service, as the gateway's stage of that name decides. Throws Fault. */
export function authorizeClaim(
  { sender: { senderId }, serviceId }: SendMessage,
  registry: Registry,
  bytes: number,
): void {
  const service = registry.service(serviceId)
  if (service === undefined) {
    throw new Fault('service-unknown', `no service ${JSON.stringify(serviceId)} here`)
  }
  const connection = registry.connection(senderId, serviceId)
  if (connection === undefined) {
    throw new Fault(
      'access-denied',
      `${senderId} has no connection to ${serviceId} in this environment`,
    )
  }
  if (connection.suspended.length > 0) {
    throw new Fault('connection-suspended', connection.suspended.join('; '))
  }
  if (bytes > service.maxMessageBytes) {
    throw new Fault(
      'message-too-large',
      `${bytes} bytes; ${serviceId} takes up to ${service.maxMessageBytes}`,
    )
  }
}
