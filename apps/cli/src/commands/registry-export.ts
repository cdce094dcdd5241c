import { contours, environments, exportYaml, newestSnapshot, openSnapshot } from '@arna/registry'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import { withDatabase } from '../database.ts'
import { Failure, messageOf, UsageError } from '../failure.ts'
import {
  readPublicPublicationKey,
  registryOptions,
  type RegistryPlace,
  registryPlace,
} from '../registry-place.ts'

/** `arna registry export`: the newest publication as a file that import reads back. */
export const registryExport: Command = {
  name: 'registry export',
  summary: 'write the newest publication as a registry file',
  words: '',
  wordCount: [0, 0],
  options: {
    ...registryOptions,
    environment: { value: 'test|production', help: 'which registry; told by --demo' },
    contour: { value: 'inner|outer', help: 'which registry; told by --demo' },
    signed: { help: 'the signed snapshot itself (JWS), instead of YAML' },
  },
  examples: [
    ['arna registry export --demo test-inner > registry.yaml', 'to look at, edit and import again'],
    [
      'arna registry export --environment test --contour inner --key publication.pub',
      'from the database of ARNA_DATABASE_URL; the public key is enough',
    ],
  ],
  notes: 'Only a publication whose signature holds is written. Passwords come out as hashes.',
  async run(given, context) {
    const where = registryPlace(given, context)
    const place = where.place ?? placeFrom(given)
    const key = readPublicPublicationKey(where.keyFile)
    const name = `${place.environment} ${place.contour}`
    const newest = await withDatabase(where.url, (database) => newestSnapshot(database, place), {
      ofDemo: where.place !== undefined,
    })
    if (newest === undefined) throw new Failure(`nothing was published for ${name} yet`)
    try {
      const registry = openSnapshot(newest.snapshot, [key], place)
      if (given.flag('signed')) context.write(`${newest.snapshot}\n`)
      else writeYaml(exportYaml(registry), registry.number, context)
    } catch (error) {
      throw new Failure(`publication ${newest.number} for ${name} is refused: ${messageOf(error)}`)
    }
    return 0
  },
}

function placeFrom(given: Given): NonNullable<RegistryPlace['place']> {
  const environment = given.oneOf('environment', environments)
  const contour = given.oneOf('contour', contours)
  if (environment !== undefined && contour !== undefined) return { environment, contour }
  throw new UsageError('--environment and --contour are missing: which registry?')
}

function writeYaml(yaml: string, number: number, context: Context): void {
  context.write(
    context.json ? `${JSON.stringify({ number, yaml })}\n` : `# publication ${number}\n${yaml}`,
  )
}
