import { Fault } from '@arna/message'
import { type Access, type Channel, type Connection, type Contour, mayCall } from '@arna/registry'
import type { Authenticated, Authorized, Saying } from '../exchange.ts'

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

/** May this sender call this service now (see `mayCall`), and within the declared load (appendix 2)? */
export function authorize(authenticated: Authenticated, rules: Authorization): Authorized {
  const access = authorizeCall(
    authenticated,
    { serviceId: authenticated.message.serviceId, channel: 'sync' },
    rules,
  )
  return { ...authenticated, ...access }
}

export function authorizeCall(
  { sender, registry, bytes }: Authenticated<Saying>,
  { serviceId, channel }: { readonly serviceId: string; readonly channel: Channel },
  rules: Authorization,
): Access {
  const access = mayCall(registry, sender, {
    serviceId,
    channel,
    bytes: bytes.byteLength,
    now: rules.now(),
  })
  requireWithinQuota({ ...access, contour: registry.contour }, rules)
  return access
}

interface Use extends Access {
  readonly contour: Contour
}

function requireWithinQuota(
  { connection, service, contour }: Use,
  { load, overLoad }: Authorization,
): void {
  const { peakPerHour, nominalPerHour, over } = connection.quota ?? service.quota
  // Goes into the database, which takes no NUL.
  const key = JSON.stringify([contour, connection.system, connection.service])
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
