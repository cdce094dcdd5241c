import { addressOf } from '@arna/registry'
import type { Authorized, Routed } from '../exchange.ts'

/** Where it goes: the address of the service's owner in this environment, by the route when the message names one. */
export function route(authorized: Authorized): Routed {
  const { service, message, registry } = authorized
  const provider = registry.system(service.owner)
  if (provider === undefined) {
    // Whoever reads a registry checks this (see Registry): a program that did not is wrong.
    throw new TypeError(`${service.serviceId} has no owner in the registry`)
  }
  return {
    ...authorized,
    provider,
    destination: {
      url: addressOf(service, message.routeId),
      timeoutMs: service.maxTimeSeconds * 1000,
      maxAnswerBytes: service.maxMessageBytes,
    },
  }
}
