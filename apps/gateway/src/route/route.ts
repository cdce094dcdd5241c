import { Fault } from '@arna/message'
import type { Authorized, Routed } from '../exchange.ts'

/** Where it goes: the address of the service's owner in this environment. The routeId is the provider's to read. */
export function route(authorized: Authorized): Routed {
  const { service, registry } = authorized
  const provider = registry.system(service.owner)
  if (provider === undefined) {
    throw new Fault('service-unavailable', `${service.serviceId} has no owner in the registry`)
  }
  return {
    ...authorized,
    provider,
    destination: {
      url: service.url,
      timeoutMs: service.maxTimeSeconds * 1000,
      maxAnswerBytes: service.maxMessageBytes,
    },
  }
}
