import type { Registry } from './registry.ts'
import { refusal, RegistryError } from './registry-error.ts'
import { sendersOf } from './senders-of.ts'
import type { RegistrySource } from './words.ts'

/** A file may leave passwords out: then those that are published stay. */
export function keepPasswords(
  source: RegistrySource,
  newest: Registry | RegistryError | undefined,
): RegistrySource {
  const without = source.systems.filter(({ passwordHash }) => passwordHash === undefined)
  if (without.length === 0 || newest === undefined) return source
  if (newest instanceof RegistryError) {
    const senders = sendersOf(source)
    const needed = without.filter(({ senderId }) => senders.has(senderId))
    if (needed.length === 0) return source
    const names = needed.map(({ senderId }) => senderId).join(', ')
    throw refusal(
      newest.code,
      `the file leaves out passwords (${names}), and those that are published cannot be kept: ${newest.message}`,
    )
  }
  const systems = source.systems.map((system) => {
    const before = newest.system(system.senderId)
    if (system.passwordHash !== undefined || before?.passwordHash === undefined) return system
    const { passwordHash, previousPassword } = before
    return {
      ...system,
      passwordHash,
      ...(previousPassword !== undefined && { previousPassword }),
    }
  })
  return { ...source, systems }
}
