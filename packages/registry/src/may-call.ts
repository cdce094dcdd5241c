import { Fault } from '@arna/message'
import type { Registry } from './registry.ts'
import { breakOf } from './service-break.ts'
import type { Channel, Connection, InformationSystem, Service } from './words.ts'

export interface Access {
  readonly service: Service
  readonly connection: Connection
}

/**
 * May this system call this service on this channel now: an active connection without suspensions (Rules, paragraphs 51 and 65), through
 * the right gateway (paragraph 4), to a service that is on (paragraphs 48 and 62)? Throws Fault.
 */
export function mayCall(
  registry: Registry,
  sender: Pick<InformationSystem, 'senderId'> & Partial<InformationSystem>,
  {
    serviceId,
    bytes,
    now,
    channel = 'sync',
  }: {
    readonly serviceId: string
    readonly bytes: number
    readonly now: Date
    readonly channel?: Channel
  },
): Access {
  const service = registry.service(serviceId)
  if (service === undefined) {
    throw new Fault('service-unknown', `no service ${JSON.stringify(serviceId)} here`)
  }
  const connection = registry.connection(sender.senderId, serviceId)
  if (connection === undefined) throw noConnection(registry, sender, service)
  if (!service.channels.includes(channel)) throw notServed(service, channel)
  if (connection.suspended.length > 0) {
    throw new Fault('connection-suspended', connection.suspended.join('; '))
  }
  requireOn(service, now)
  if (bytes > service.maxMessageBytes) {
    throw new Fault(
      'message-too-large',
      `${bytes} bytes; ${serviceId} takes up to ${service.maxMessageBytes}`,
    )
  }
  return { service, connection }
}

/**
 * Where a message goes: the address of its route when it names one. The routeId of a service that has no routes of its own
 * is the provider's to read. Throws Fault `route-unknown`.
 */
export function addressOf(
  { serviceId, url, routes }: Service,
  routeId: string | undefined,
): string {
  if (routeId === undefined || routes.length === 0) return url
  const found = routes.find((one) => one.routeId === routeId)
  if (found !== undefined) return found.url
  throw new Fault('route-unknown', `${serviceId} has no route ${JSON.stringify(routeId)}`)
}

/** A registry gives nobody the wrong gateway (paragraph 4), so who has no connection here may have it at the other one. */
function noConnection(
  registry: Registry,
  { senderId, organisation }: Pick<InformationSystem, 'senderId'> & Partial<InformationSystem>,
  { serviceId, owner }: Service,
): Fault {
  const isOfState = registry.system(owner)?.organisation.isState === true
  if (registry.contour === 'inner' && isOfState && organisation?.isState === false) {
    return new Fault(
      'outer-gateway-only',
      `${serviceId} is of a state body, and ${senderId} is not`,
    )
  }
  return new Fault(
    'access-denied',
    `${senderId} has no connection to ${serviceId} in this environment`,
  )
}

const channelNames = { sync: 'synchronous', async: 'asynchronous' } as const

function notServed({ serviceId, channels }: Service, channel: Channel): Fault {
  const its = channels.map((one) => channelNames[one]).join(' and ')
  return new Fault(
    'channel-not-served',
    `${serviceId} is on the ${its} channel, not on the ${channelNames[channel]} one`,
  )
}

function requireOn(service: Service, now: Date): void {
  const pause = breakOf(service, now)
  if (pause === undefined) return
  throw new Fault(pause.code, pause.reason, {
    ...(pause.until !== undefined && { retryAfterSeconds: secondsTo(pause.until, now) }),
  })
}

const secondsTo = (time: Date, now: Date): number =>
  Math.max(1, Math.ceil((time.getTime() - now.getTime()) / 1000))
