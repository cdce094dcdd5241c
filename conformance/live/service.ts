import { type Service, usualAsynchronous, usualService } from '@arna/registry'

/** A service of the one provider, whose addresses are all on loopback. */
export const service = (
  serviceId: string,
  url: string,
  options: Partial<Service> = {},
): Service => ({
  ...usualService,
  serviceId,
  owner: 'provider',
  url,
  networks: ['loopback'],
  maxTimeSeconds: 10,
  maxMessageBytes: 10_000_000,
  channels: ['sync', 'async'],
  // What is accepted there stays there: the rules of that channel have a world of their own.
  asynchronous: { ...usualAsynchronous, requests: 'pull' },
  ...options,
})
