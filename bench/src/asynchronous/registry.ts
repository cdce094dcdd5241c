import {
  type AsynchronousDelivery,
  type InformationSystem,
  type RegistrySource,
  type Service,
  usualAsynchronous,
  usualConnection,
  usualReceiver,
  usualService,
  usualSystem,
} from '@arna/registry'
import type { Parties } from '../hop/parties.ts'
import { organisation, systemOf } from '../hop/registry.ts'

/** Receivers that fetch and never come, each with a service and a line of its own. */
export const others = Array.from({ length: 20 }, (_, number) => ({
  receiverId: `other-${number}`,
  serviceId: `Other-${number}`,
}))

/** A sender, whoever it sends to, and beside them the others. */
export async function asyncRegistryOf(
  { senders, provider }: Parties,
  urls: { readonly receiverUrl: string; readonly statusUrl: string | undefined },
): Promise<RegistrySource> {
  const sender = await systemOf(senders[0]!, usualSystem.maxConcurrent)
  const owner = await systemOf(provider, usualSystem.maxConcurrent)
  const told: InformationSystem = {
    ...sender,
    ...(urls.statusUrl !== undefined && {
      receiver: { ...usualReceiver, url: urls.statusUrl, networks: ['loopback'] },
    }),
  }
  const service = (
    serviceId: string,
    ownerId: string,
    delivery: Partial<AsynchronousDelivery>,
  ): Service => ({
    ...usualService,
    serviceId,
    owner: ownerId,
    url: urls.receiverUrl,
    networks: ['loopback'],
    channels: ['async'],
    asynchronous: { ...usualAsynchronous, ...delivery },
  })
  const services = [
    service('Pushed', provider.name, {}),
    service('Fetched', provider.name, { requests: 'pull', fetchedIsDelivered: true }),
    ...others.map(({ serviceId, receiverId }) =>
      service(serviceId, receiverId, { requests: 'pull' }),
    ),
  ]
  return {
    environment: 'test',
    contour: 'inner',
    organisations: [organisation],
    systems: [told, owner, ...others.map(({ receiverId }) => ({ ...owner, senderId: receiverId }))],
    services,
    connections: services.map(({ serviceId }) => ({
      ...usualConnection,
      system: told.senderId,
      service: serviceId,
    })),
  }
}
