import type { KeyObject } from 'node:crypto'
import type { Database } from '@arna/database'
import {
  contours,
  environments,
  openSnapshot,
  type Registry,
  RegistryError,
  storedSnapshot,
} from '@arna/registry'
import type { Context } from './command.ts'

/** The newest publications of a database, by contour: a database serves one environment. */
export async function registriesInForce(
  database: Database,
  key: KeyObject | undefined,
  context: Context,
): Promise<ReadonlyMap<string, Registry>> {
  const found = new Map<string, Registry>()
  if (key === undefined) return found
  for (const contour of contours) {
    const registries: Registry[] = []
    for (const environment of environments) {
      const place = { environment, contour }
      const stored = await storedSnapshot(database, place)
      if (stored === undefined) continue
      try {
        registries.push(openSnapshot(stored.snapshot, [key], place))
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error
        context.say(`the registry of ${environment} ${contour} is left out: ${error.message}`)
      }
    }
    const [only] = registries
    if (only !== undefined && registries.length === 1) found.set(contour, only)
    if (registries.length > 1) {
      context.say(`there are registries of two environments for ${contour}: neither is asked`)
    }
  }
  return found
}
