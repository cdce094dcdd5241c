import type { KeyObject } from 'node:crypto'
import type { Database } from '@arna/database'
import {
  contours,
  environments,
  openSnapshot,
  type RegistrySource,
  RegistryError,
  secretUses,
  storedSecrets,
  storedSnapshot,
} from '@arna/registry'
import type { Command, Context } from '../command.ts'
import { withDatabase } from '../database.ts'
import { demoPublicationKey } from '../demo-folder.ts'
import { readPublicPublicationKey, registryDatabase } from '../registry-place.ts'
import { secretDatabaseOptions } from '../secret-place.ts'
import { visible } from '../visible.ts'

/** `arna secret list`: names and versions, who set them, which services use them; no values. */
export const secretList: Command = {
  name: 'secret list',
  summary: 'list secrets by name: version, who set it and when, which services use it',
  words: '',
  wordCount: [0, 0],
  options: {
    ...secretDatabaseOptions,
    key: { value: 'FILE', help: 'publication key, public half: tells which services use each' },
  },
  examples: [['arna secret list --demo test-inner', 'no value is shown']],
  notes: 'Exit code 1 when a service needs a secret that is not there.',
  async run(given, context) {
    const keyFile = given.text('key')
    const where = registryDatabase(given, context)
    const file = where.place === undefined ? keyFile : demoPublicationKey(context.config)
    const key = file === undefined ? undefined : readPublicPublicationKey(file)
    const { stored, uses } = await withDatabase(
      where.url,
      async (database) => ({
        stored: await storedSecrets(database),
        uses: key === undefined ? undefined : await usesOf(database, key, context),
      }),
      { ofDemo: where.place !== undefined },
    )
    const there = stored.filter(({ sealed }) => sealed !== null)
    const names = new Set(there.map(({ name }) => name))
    const missing = [...(uses ?? [])].filter(([name]) => !names.has(name))
    const rows = there.map(({ name, version, setBy, setAt }) => ({
      name,
      version,
      setBy,
      setAt,
      ...(uses !== undefined && { services: uses.get(name) ?? [] }),
    }))
    if (context.json) {
      const lacking = missing.map(([name, services]) => ({ name, services }))
      context.write(`${JSON.stringify({ secrets: rows, missing: lacking })}\n`)
    } else {
      for (const { name, version, setBy, setAt, services } of rows) {
        const used =
          services === undefined ? '' : `  ${services.join(', ') || 'used by no service'}`
        context.write(
          `${name}  version ${version}  ${setAt.toISOString()}  ${visible(setBy)}${used}\n`,
        )
      }
      if (rows.length + missing.length === 0) context.say('no secret is kept')
      if (uses === undefined) {
        context.say('which services use or miss one is not known: give --key publication.pub')
      }
      for (const [name, services] of missing) {
        context.say(`missing: ${name}, needed by ${services.join(', ')}: arna secret set ${name}`)
      }
    }
    return missing.length === 0 ? 0 : 1
  },
}

/** By secret: the services that name it, with environment and contour, of the newest publications. */
async function usesOf(
  database: Database,
  key: KeyObject,
  context: Context,
): Promise<ReadonlyMap<string, string[]>> {
  const uses = new Map<string, string[]>()
  for (const environment of environments) {
    for (const contour of contours) {
      const place = { environment, contour }
      const source = await newestSource(database, place, key, context)
      for (const [name, services] of secretUses(source ?? { systems: [], services: [] })) {
        const those = services.map((one) => `${visible(one)} (${environment} ${contour})`)
        uses.set(name, [...(uses.get(name) ?? []), ...those])
      }
    }
  }
  return uses
}

async function newestSource(
  database: Database,
  place: Pick<RegistrySource, 'environment' | 'contour'>,
  key: KeyObject,
  context: Context,
): Promise<RegistrySource | undefined> {
  const stored = await storedSnapshot(database, place)
  if (stored === undefined) return undefined
  try {
    return openSnapshot(stored.snapshot, [key], place).source
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    context.say(
      `the registry of ${place.environment} ${place.contour} is left out: ${error.message}`,
    )
    return undefined
  }
}
