import type { RegistrySource } from './words.ts'

/**
 * The systems that show the gateway their password: those that call, and owners of services on the asynchronous channel,
 * which send their answers, fetch and confirm. Who only answers within the call shows it to nobody.
 */
export function sendersOf({
  services,
  connections,
}: Pick<RegistrySource, 'services' | 'connections'>): ReadonlySet<string> {
  const asynchronous = services.filter(({ channels }) => channels.includes('async'))
  return new Set([
    ...connections.map(({ system }) => system),
    ...asynchronous.map(({ owner }) => owner),
  ])
}
