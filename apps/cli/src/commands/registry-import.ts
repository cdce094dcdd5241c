import type { Database } from '@arna/database'
import {
  doubtsAbout,
  publishSnapshot,
  type RegistryChange,
  type RegistrySource,
  secretUses,
  storedSecrets,
} from '@arna/registry'
import type { Command, Context } from '../command.ts'
import { withDatabase } from '../database.ts'
import { Failure } from '../failure.ts'
import { shown } from '../files.ts'
import { publicationNumber } from '../publication-number.ts'
import { optionsOf, publishOptions, recordPublication, withRefusal } from '../publish.ts'
import { changeLines } from '../registry-changes.ts'
import { placeName, readRegistryFile } from '../registry-file.ts'
import { registryPlace } from '../registry-place.ts'

const { environment: _, contour: __, ...ownOptions } = publishOptions

/** `arna registry import`: checks a registry file, signs it and publishes it to the gateways. */
export const registryImport: Command = {
  name: 'registry import',
  summary: 'check a registry file, sign it and publish it to the gateways',
  words: 'FILE|-',
  wordCount: [1, 1],
  options: {
    ...ownOptions,
    reason: { value: 'TEXT', help: 'why; stands in the history, in the snapshot and the journal' },
    'dry-run': { help: 'show what would change; publish nothing' },
    'least-number': { value: 'N', help: 'a number so high at least: after a restored database' },
  },
  examples: [
    ['arna registry import registry.yaml --dry-run', 'shows what would change'],
    ['arna registry import registry.yaml --demo test-inner', 'into the running demo'],
    [
      'arna registry import registry.yaml --key publication.key --reason "order 17"',
      'into the database of ARNA_DATABASE_URL',
    ],
  ],
  notes: `The file is documented in docs/operations/registry.md. Files that it names lie relative to it. A system without password
in the file keeps the one that is published. A registry that says the same as the newest publication is not published
again.`,
  async run(given, context) {
    const [file = '-'] = given.positionals
    const source = await readRegistryFile(file, context)
    const { url, keyFile, place } = registryPlace(given, context)
    const name = placeName(source)
    if (place !== undefined && name !== placeName(place)) {
      throw new Failure(
        `${shown(file)} is a registry for ${name}, not for ${placeName(place)}: mend environment and contour in it, or --demo`,
      )
    }
    const reason = given.text('reason')
    const isDry = given.flag('dry-run')
    const leastNumber = publicationNumber(given, 'least-number')
    const options = {
      ...optionsOf(given, context, keyFile),
      ...(reason !== undefined && { reason }),
      ...(leastNumber !== undefined && { leastNumber }),
      isDry,
    }
    const { published, secretDoubts: missing } = await withDatabase(
      url,
      async (database) => {
        const secretDoubts = await missingSecrets(database, source)
        const made = await withRefusal(() => publishSnapshot(database, source, options))
        const answer = { published: made, secretDoubts }
        if (isDry || !made.isNew) return answer
        await recordPublication(
          context,
          database,
          { ...source, ...made },
          {
            event: 'registry-published',
            detail: `registry ${name} number ${made.number}`,
            reason,
            data: { changes: made.changes?.length ?? null },
          },
        )
        return answer
      },
      { ofDemo: place !== undefined },
    )
    const doubts = [...doubtsAbout(published.source, context.now()), ...missing]
    for (const doubt of doubts) context.say(`warning: ${doubt}`)
    for (const lifted of liftedBy(published.changes ?? [])) context.say(`warning: ${lifted}`)
    const { number, isNew, changes } = published
    if (context.json) {
      const { environment, contour } = source
      const all = { environment, contour, number, isNew, ...(isDry && { dryRun: true }), changes }
      context.write(`${JSON.stringify(all)}\n`)
      return 0
    }
    if (isNew) sayChanges(changes, number, context)
    if (!isNew) context.say(`nothing changed: number ${number} for ${name} stays in force`)
    else if (isDry)
      context.say(`not published (--dry-run): it would be number ${number} for ${name}`)
    else context.say(`published number ${number} for ${name}`)
    return 0
  },
}

async function missingSecrets(database: Database, source: RegistrySource): Promise<string[]> {
  const there = (await storedSecrets(database)).filter(({ sealed }) => sealed !== null)
  const names = new Set(there.map(({ name }) => name))
  return [...secretUses(source)]
    .filter(([name]) => !names.has(name))
    .map(([name, [first]]) => `the secret ${name} of ${first} is not set: arna secret set ${name}`)
}

const mostLines = 60

function sayChanges(
  changes: readonly RegistryChange[] | undefined,
  number: number,
  context: Context,
): void {
  if (changes === undefined) {
    context.say('what changed is not known: the publication before cannot be read with this key')
    return
  }
  const lines = changeLines(changes)
  for (const line of lines.slice(0, mostLines)) context.say(line)
  if (lines.length <= mostLines) return
  context.say(`… ${lines.length - mostLines} lines more: arna registry diff --number ${number}`)
}

/** Somebody may have suspended it since the file was written. */
function liftedBy(changes: readonly RegistryChange[]): string[] {
  return changes.flatMap(({ what, name, fields, change }) =>
    fields.flatMap(({ field, from, to }) => {
      if (change !== 'changed') return []
      if (what === 'service' && field === 'disabled' && to === undefined) {
        return [`this enables the service ${name} again`]
      }
      if (what !== 'connection' || field !== 'suspended') return []
      const gone = (from as string[]).filter((reason) => !(to as string[]).includes(reason))
      return gone.map((reason) => `this lifts the suspension of ${name}: ${reason}`)
    }),
  )
}
