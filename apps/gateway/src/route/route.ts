import { Fault } from '@arna/message'
import type { Service } from '@arna/registry'
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
      url: urlOf(service, message.routeId),
      timeoutMs: service.maxTimeSeconds * 1000,
      maxAnswerBytes: service.maxMessageBytes,
    },
  }
}

/** The routeId of a service that has no routes of its own is the provider's to read. */
function urlOf({ serviceId, url, routes }: Service, routeId: string | undefined): string {
  if (routeId === undefined || routes.length === 0) return url
  const found = routes.find((one) => one.routeId === routeId)
  if (found !== undefined) return found.url
  throw new Fault('route-unknown', `${serviceId} has no route ${JSON.stringify(routeId)}`)
}
