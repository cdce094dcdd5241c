import { dirname } from 'node:path'
import {
  doubtsAbout,
  publishSnapshot,
  readRegistryYaml,
  RegistryError,
  type RegistrySource,
} from '@arna/registry'
import type { Command } from '../command.ts'
import { withDatabase } from '../database.ts'
import { Failure } from '../failure.ts'
import { readInput, shown } from '../files.ts'
import { readPublicationKey, registryOptions, registryPlace } from '../registry-place.ts'

/** `arna registry import`: checks a registry file, signs it and publishes it to the gateways. */
export const registryImport: Command = {
  name: 'registry import',
  summary: 'check a registry file, sign it and publish it to the gateways',
  words: 'FILE|-',
  wordCount: [1, 1],
  options: {
    ...registryOptions,
    check: { help: 'check the file only; publish nothing' },
  },
  examples: [
    ['arna registry import registry.yaml --check', 'says what is wrong, line by line'],
    ['arna registry import registry.yaml --demo test-inner', 'into the running demo'],
    [
      'arna registry import registry.yaml --key publication.key',
      'into the database of ARNA_DATABASE_URL',
    ],
  ],
  notes: `The file is documented in packages/registry/examples/registry.yaml. Certificate files are named relative to it.
A registry that says the same as the newest publication is not published again.`,
  async run(given, context) {
    const [file = '-'] = given.positionals
    const text = (await readInput(file, context)).toString()
    const source = await readSource(text, file, context.config.workingFolder)
    const name = `${source.environment} ${source.contour}`
    for (const doubt of doubtsAbout(source, context.now())) context.say(`warning: ${doubt}`)
    if (given.flag('check')) {
      const counts = {
        systems: source.systems.length,
        services: source.services.length,
        connections: source.connections.length,
      }
      if (context.json) context.write(`${JSON.stringify({ checked: name, ...counts })}\n`)
      else context.say(`${shown(file)} is a registry for ${name}: ${countsText(counts)}`)
      return 0
    }
    const { url, keyFile, place } = registryPlace(given, context)
    if (place !== undefined && name !== `${place.environment} ${place.contour}`) {
      throw new Failure(
        `${shown(file)} is a registry for ${name}, not for ${place.environment} ${place.contour}: mend environment and contour in it, or --demo`,
      )
    }
    const key = readPublicationKey(keyFile)
    const published = await withDatabase(
      url,
      (database) => publishSnapshot(database, source, { key }),
      { ofDemo: place !== undefined },
    )
    const { environment, contour } = source
    if (context.json) context.write(`${JSON.stringify({ environment, contour, ...published })}\n`)
    else if (published.isNew) context.say(`published number ${published.number} for ${name}`)
    else context.say(`nothing changed: number ${published.number} for ${name} stays in force`)
    return 0
  },
}

async function readSource(
  text: string,
  file: string,
  workingFolder: string,
): Promise<RegistrySource> {
  try {
    return await readRegistryYaml(text, { folder: file === '-' ? workingFolder : dirname(file) })
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    throw new Failure(`${shown(file)} is refused:\n  ${error.problems.join('\n  ')}`)
  }
}

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')
