import type { KeyObject } from 'node:crypto'
import type { Database } from '@arna/database'
import {
  diffSources,
  emptySource,
  keepPasswords,
  openSnapshot,
  type Registry,
  type RegistrySource,
  RegistryError,
  storedSnapshot,
} from '@arna/registry'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import { withDatabase } from '../database.ts'
import { Failure, UsageError } from '../failure.ts'
import { publicationNumber } from '../publication-number.ts'
import { publishOptions } from '../publish.ts'
import { changeLines } from '../registry-changes.ts'
import { placeName, readRegistryFile } from '../registry-file.ts'
import { placeOf, type PlaceOfRegistry } from '../registry-in-question.ts'
import { readPublicPublicationKey, registryPlace } from '../registry-place.ts'

/** `arna registry diff`: what differs between a file and what is published, or between two publications. */
export const registryDiff: Command = {
  name: 'registry diff',
  summary: 'say what differs: a file from what is published, or two publications',
  words: '[FILE|-]',
  wordCount: [0, 1],
  options: {
    ...publishOptions,
    number: { value: 'N', help: 'what this publication changed' },
    from: { value: 'N', help: 'the older publication' },
    to: { value: 'N', help: 'the newer one; the newest when left out' },
  },
  examples: [
    ['arna registry diff registry.yaml --demo test-inner', 'what an import would change'],
    [
      'arna registry diff --number 17 --environment test --contour inner --key publication.pub',
      'what publication 17 changed, who made it and why',
    ],
    ['arna registry diff --from 3 --to 17 --demo test-inner --json', 'for programs'],
  ],
  notes: `Exit code 0: nothing differs; 1: something does (or the command failed, then stderr says so). Of passwords it is said that they
changed, of secrets their names. Only publications whose signature holds are compared.`,
  async run(given, context) {
    const [file] = given.positionals
    const numbers = ['number', 'from', 'to'].filter((name) => given.flag(name))
    if (
      (file === undefined) === (numbers.length === 0) ||
      (given.flag('number') && numbers.length > 1)
    ) {
      throw new UsageError('give a FILE, or --number N, or --from N and perhaps --to N')
    }
    const where = registryPlace(given, context)
    const source = file === undefined ? undefined : await readRegistryFile(file, context)
    const place = where.place ?? source ?? placeOf(given, undefined)
    if (source !== undefined && placeName(source) !== placeName(place)) {
      throw new Failure(
        `the file is a registry for ${placeName(source)}, not for ${placeName(place)}`,
      )
    }
    const keys = [where.keyFile, ...given.all('earlier-key')].map(readPublicPublicationKey)
    const [from, to] = await withDatabase(
      where.url,
      (database) => pair(given, source, { database, place, keys }),
      { ofDemo: where.place !== undefined },
    )
    const changes = diffSources(from, 'source' in to ? to.source : to)
    if (context.json) context.write(`${JSON.stringify(changes)}\n`)
    else {
      if ('source' in to) sayWhose(to, context)
      context.write(
        changeLines(changes)
          .map((line) => `${line}\n`)
          .join(''),
      )
    }
    return changes.length === 0 ? 0 : 1
  },
}

interface Published {
  readonly database: Database
  readonly place: PlaceOfRegistry
  readonly keys: readonly KeyObject[]
}

async function pair(
  given: Given,
  source: RegistrySource | undefined,
  published: Published,
): Promise<readonly [RegistrySource, RegistrySource | Registry]> {
  const empty = emptySource(published.place)
  if (source !== undefined) {
    const newest = await find(published)
    return [newest?.source ?? empty, keepPasswords(source, newest)]
  }
  const number = publicationNumber(given, 'number')
  if (number !== undefined) {
    const before = await find(published, { below: number })
    return [before?.source ?? empty, await need(published, number)]
  }
  const from = publicationNumber(given, 'from')
  if (from === undefined) throw new UsageError('--from is missing: the older publication')
  const to = publicationNumber(given, 'to')
  return [(await need(published, from)).source, await need(published, to)]
}

async function need(published: Published, number?: number): Promise<Registry> {
  const found = await find(published, number === undefined ? {} : { number })
  if (found !== undefined) return found
  throw new Failure(`there is no publication ${number ?? ''} for ${placeName(published.place)}`)
}

async function find(
  { database, place, keys }: Published,
  which: { readonly number?: number; readonly below?: number } = {},
): Promise<Registry | undefined> {
  const stored = await storedSnapshot(database, place, which.number, which.below)
  if (stored === undefined) return undefined
  try {
    return openSnapshot(stored.snapshot, keys, place)
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    throw new Failure(`publication ${stored.number} is refused: ${error.message}`)
  }
}

function sayWhose({ number, publishedAt, publishedBy, reason }: Registry, context: Context): void {
  const by = publishedBy === undefined ? '' : ` by ${publishedBy}`
  const why = reason === undefined ? '' : `: ${reason}`
  context.say(`publication ${number} of ${publishedAt.toISOString()}${by}${why}`)
}
