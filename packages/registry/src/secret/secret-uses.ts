import type { ProviderAuthentication, RegistrySource } from '../words.ts'

/** The names of secrets that a registry speaks of, each with the services and receivers that need it. */
export function secretUses({
  systems,
  services,
}: Pick<RegistrySource, 'systems' | 'services'>): Map<string, string[]> {
  const uses = new Map<string, string[]>()
  const note = (user: string, authentication: ProviderAuthentication): void => {
    if (!('secret' in authentication)) return
    const { secret } = authentication
    uses.set(secret, [...(uses.get(secret) ?? []), user])
  }
  for (const { serviceId, authentication } of services) note(serviceId, authentication)
  for (const { senderId, receiver } of systems) {
    if (receiver !== undefined) note(`the receiver of ${senderId}`, receiver.authentication)
  }
  return uses
}
