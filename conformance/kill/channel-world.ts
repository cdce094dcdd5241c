import { type AsyncWorld, startAsyncWorld } from '../asynchronous/async-world.ts'

/** Of the provider: pushed and done, pushed and to be confirmed, fetched and to be confirmed. */
export const services = ['Pushed', 'Confirmed', 'Fetched'] as const
export type ServiceName = (typeof services)[number]

/** Two gateways on one database. `client` is called with its answers, `other` fetches them; both are told of statuses. */
export const startChannelWorld = (databaseUrl?: string): Promise<AsyncWorld> =>
  startAsyncWorld({
    gateways: 2,
    ...(databaseUrl !== undefined && { databaseUrl }),
    more: {
      Pushed: { leaseSeconds: 2 },
      Confirmed: { pushedIsDelivered: false, leaseSeconds: 2 },
      Fetched: { requests: 'pull', leaseSeconds: 2 },
    },
    change: (source) => ({
      ...source,
      connections: source.connections.map((one) =>
        one.system === 'other' ? { ...one, answers: 'pull' as const } : one,
      ),
    }),
  })
