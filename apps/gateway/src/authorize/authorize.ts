import { Fault } from '@arna/message'
import type { Connection, InformationSystem, Quota, Service } from '@arna/registry'
import type { Authenticated, Authorized } from '../exchange.ts'

/** What this stage needs, and nothing more. */
export interface Authorization {
  readonly load: RequestLoad
  /** Tells the operator that a connection has more requests than it declared; once an hour for each. */
  readonly overLoad: (connection: Connection, load: 'nominal' | 'peak', requests: number) => void
  now(): Date
}

/** Requests of a connection within an hour, all processes together. */
interface RequestLoad {
  /** Counts this one, too. */
  count(connection: string): number
  withinHour(connection: string): number
  /** When fewer than `most` will have come within an hour, if none comes before. */
  secondsUntilBelow(connection: string, most: number): number
}

/**
 * May this sender call this service now: an active connection without suspensions (Rules, paragraphs 51 and 65), through the
 * right gateway (paragraph 4), to a service that is on (paragraphs 48 and 62), within the declared load (appendix 2)?
 */
export function authorize(authenticated: Authenticated, rules: Authorization): Authorized {
  const { message, sender, registry, bytes } = authenticated
  const service = registry.service(message.serviceId)
  if (service === undefined) {
    throw new Fault('service-unknown', `no service ${JSON.stringify(message.serviceId)} here`)
  }
  const connection = registry.connection(sender.senderId, message.serviceId)
  if (connection === undefined) throw noConnection(authenticated, sender, service)
  if (connection.suspended.length > 0) {
    throw new Fault('connection-suspended', connection.suspended.join('; '))
  }
  requireOn(service, rules.now())
  if (bytes.byteLength > service.maxMessageBytes) {
    throw new Fault(
      'message-too-large',
      `${bytes.byteLength} bytes; ${service.serviceId} takes up to ${service.maxMessageBytes}`,
    )
  }
  requireWithinQuota(connection, service.quota, rules)
  return { ...authenticated, connection, service }
}

/** A registry gives nobody the wrong gateway (paragraph 4), so who has no connection here may have it at the other one. */
function noConnection(
  { registry }: Authenticated,
  { senderId, organisation }: InformationSystem,
  { serviceId, owner }: Service,
): Fault {
  const isOfState = registry.system(owner)?.organisation.isState === true
  if (registry.contour === 'inner' && isOfState && !organisation.isState) {
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

function requireOn({ serviceId, disabled, maintenance }: Service, now: Date): void {
  if (disabled !== undefined && (disabled.until === undefined || now < disabled.until)) {
    const until = disabled.until === undefined ? '' : ` until ${disabled.until.toISOString()}`
    throw new Fault('service-disabled', `${serviceId} is off${until}: ${disabled.reason}`, {
      ...(disabled.until !== undefined && { retryAfterSeconds: secondsTo(disabled.until, now) }),
    })
  }
  const pause = maintenance.find(({ from, until }) => from <= now && now < until)
  if (pause === undefined) return
  throw new Fault(
    'service-maintenance',
    `${serviceId} is off until ${pause.until.toISOString()}: ${pause.reason}`,
    { retryAfterSeconds: secondsTo(pause.until, now) },
  )
}

function requireWithinQuota(
  connection: Connection,
  usual: Quota,
  { load, overLoad }: Authorization,
): void {
  const { peakPerHour, nominalPerHour, over } = connection.quota ?? usual
  const key = `${connection.system}\0${connection.service}`
  if (over === 'refuse' && load.withinHour(key) >= peakPerHour) {
    overLoad(connection, 'peak', load.withinHour(key))
    throw new Fault(
      'quota-exceeded',
      `${peakPerHour} requests of ${connection.system} to ${connection.service} came within an hour, which is what was agreed`,
      { retryAfterSeconds: load.secondsUntilBelow(key, peakPerHour) },
    )
  }
  const requests = load.count(key)
  if (requests > peakPerHour) overLoad(connection, 'peak', requests)
  else if (requests > nominalPerHour) overLoad(connection, 'nominal', requests)
}

const secondsTo = (time: Date, now: Date): number =>
  Math.max(1, Math.ceil((time.getTime() - now.getTime()) / 1000))
