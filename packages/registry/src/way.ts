import { Fault } from '@arna/message'
import { addressOf } from './may-call.ts'
import type { Registry } from './registry.ts'
import { breakOf } from './service-break.ts'
import { usualService } from './usual.ts'
import type {
  Connection,
  DeliveryMode,
  InformationSystem,
  ProviderAuthentication,
  ProviderSignature,
  Service,
  SpecialNetwork,
} from './words.ts'

/** How the receiver of a chain's messages gets them now, and why it does not when it does not. */
export type Way =
  | Push
  | { readonly way: 'pull' }
  /** For now: the calls are suspended, or the service is off; `until` where that is known. */
  | { readonly way: 'held'; readonly reason: string; readonly until?: Date }
  /** The receiver, the service or the connection is no longer in the registry, or there is no address. */
  | { readonly way: 'none'; readonly reason: string }

/** All that is needed to call it. */
export interface Push {
  readonly way: 'push'
  readonly url: string
  readonly networks: readonly SpecialNetwork[]
  readonly tlsAuthorities: InformationSystem['certificates']
  readonly authentication: ProviderAuthentication
  /** Pushes under way to the endpoint at a time, per gateway process. */
  readonly maxConcurrent: number
  readonly maxTimeSeconds: number
  /** The system that is called: its certificates sign what it answers. */
  readonly signer: InformationSystem
  /** Whether it must. */
  readonly signature: ProviderSignature
  /** Names the endpoint, a service with all its routes or a receiver, whatever the registry says of it. */
  readonly key: string
}

/** What a message of the asynchronous channel keeps of its chain. */
export interface ChainMessage {
  /** senderId of the system that began the chain. */
  readonly initiatorId: string
  readonly serviceId: string
  /** senderId of the system that this message is for: the owner of the service or the initiator. */
  readonly receiverId: string
  readonly routeId?: string | undefined
}

/** The channel was judged when the chain began: a service that left it since still gets what was accepted for it. */
export function wayOf(registry: Registry, message: ChainMessage, now: Date): Way {
  const { initiatorId, serviceId, receiverId } = message
  const service = registry.service(serviceId)
  if (service === undefined) return none(`no service ${JSON.stringify(serviceId)} here`)
  const connection = registry.connection(initiatorId, serviceId)
  if (connection === undefined) return none(`${initiatorId} has no connection to ${serviceId}`)
  const receiver = registry.system(receiverId)
  if (receiver === undefined) return none(`no system ${JSON.stringify(receiverId)} here`)
  const isOwner = receiverId === service.owner
  // After a change of owners the former one must not get what is meant for whoever answers.
  if (!isOwner && receiverId !== initiatorId) {
    return none(`${receiverId} neither owns ${serviceId} nor began the chain`)
  }
  const held = heldBy(connection, service, now)
  if (held !== undefined) return held
  return isOwner
    ? requestWay(service, connection, receiver, message.routeId)
    : answerWay(connection, receiver)
}

/** Of status notifications: pushed to the receiver of the system that sent the message, and suspensions do not hold them. */
export function statusWayOf(registry: Registry, senderId: string): Way {
  const system = registry.system(senderId)
  return system === undefined
    ? none(`no system ${JSON.stringify(senderId)} here`)
    : pushToReceiver(system)
}

function heldBy({ suspended }: Connection, service: Service, now: Date): Way | undefined {
  if (suspended.length > 0) return { way: 'held', reason: suspended.join('; ') }
  const pause = breakOf(service, now)
  if (pause === undefined) return undefined
  const { reason, until } = pause
  return { way: 'held', reason, ...(until !== undefined && { until }) }
}

/** How the owner of a service gets what comes over this connection. */
export const requestMode = (
  { asynchronous }: Pick<Service, 'asynchronous'>,
  { requests }: Pick<Connection, 'requests'>,
): DeliveryMode => requests ?? asynchronous.requests

/** Who fetches reads the route itself. */
function requestWay(
  service: Service,
  connection: Connection,
  owner: InformationSystem,
  routeId: string | undefined,
): Way {
  if (requestMode(service, connection) === 'pull') return { way: 'pull' }
  let url: string
  try {
    url = addressOf(service, routeId)
  } catch (error) {
    if (error instanceof Fault && error.code === 'route-unknown') return none(error.detail)
    throw error
  }
  if (url === '') return none(`${service.serviceId} has no address`)
  const { networks, tlsAuthorities, authentication, maxConcurrent, maxTimeSeconds } = service
  return {
    way: 'push',
    url,
    networks,
    tlsAuthorities,
    authentication,
    maxConcurrent,
    maxTimeSeconds,
    signer: owner,
    signature: service.providerSignature,
    key: `service ${service.serviceId}`,
  }
}

function answerWay({ answers }: Connection, initiator: InformationSystem): Way {
  const mode = answers ?? (initiator.receiver === undefined ? 'pull' : 'push')
  return mode === 'pull' ? { way: 'pull' } : pushToReceiver(initiator)
}

function pushToReceiver(system: InformationSystem): Way {
  const { senderId, receiver } = system
  if (receiver === undefined) return none(`${senderId} has no receiver`)
  const { url, networks, tlsAuthorities, authentication, maxConcurrent } = receiver
  return {
    way: 'push',
    url,
    networks,
    tlsAuthorities,
    authentication,
    maxConcurrent,
    maxTimeSeconds: usualService.maxTimeSeconds,
    signer: system,
    signature: receiver.answerSignature,
    key: `receiver ${senderId}`,
  }
}

const none = (reason: string): Way => ({ way: 'none', reason })
