import { doubtsAbout } from '@arna/registry'
import type { Command } from '../command.ts'
import { shown } from '../files.ts'
import { placeName, readRegistryFile } from '../registry-file.ts'

/** `arna registry check`: says what is wrong with a registry file; needs no database. */
export const registryCheck: Command = {
  name: 'registry check',
  summary: 'say what is wrong with a registry file, line by line',
  words: 'FILE|-',
  wordCount: [1, 1],
  options: {},
  examples: [['arna registry check registry.yaml', 'reads it whole; publishes nothing']],
  notes: 'What a gateway would refuse later, such as a certificate that ran out, is a warning.',
  async run(given, context) {
    const [file = '-'] = given.positionals
    const source = await readRegistryFile(file, context)
    const doubts = doubtsAbout(source, context.now(), { passwordsAreKept: true })
    const counts = {
      organisations: source.organisations.length,
      systems: source.systems.length,
      services: source.services.length,
      connections: source.connections.length,
    }
    for (const doubt of doubts) context.say(`warning: ${doubt}`)
    const name = placeName(source)
    if (context.json) context.write(`${JSON.stringify({ checked: name, ...counts, doubts })}\n`)
    else context.say(`${shown(file)} is a registry for ${name}: ${countsText(counts)}`)
    return 0
  },
}

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')
