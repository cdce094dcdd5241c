import { type Service, usualService } from '@arna/registry'

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
  ...options,
})
