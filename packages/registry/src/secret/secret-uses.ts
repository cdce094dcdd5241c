import type { RegistrySource } from '../words.ts'

/** The names of secrets that a registry speaks of, each with the services that need it. */
export function secretUses(source: Pick<RegistrySource, 'services'>): Map<string, string[]> {
  const uses = new Map<string, string[]>()
  for (const { serviceId, authentication } of source.services) {
    if (!('secret' in authentication)) continue
    const { secret } = authentication
    uses.set(secret, [...(uses.get(secret) ?? []), serviceId])
  }
  return uses
}
