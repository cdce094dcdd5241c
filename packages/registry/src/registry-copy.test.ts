import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { throwawayDatabase } from '@arna/testing'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Carrier } from './carrier/carrier.ts'
import { databaseCarrier } from './carrier/database-carrier.ts'
import { changeRegistry, publishSnapshot } from './publish-snapshot.ts'
import { signSnapshot } from './snapshot.ts'
import { publicationKeys, testSource } from './test-setup/registry-source.ts'
import { type Watching, watching } from './test-setup/watching.ts'
import type { RegistrySource } from './words.ts'

const { privateKey: key, publicKey } = publicationKeys()
let source: RegistrySource
let copy: string
let folder: string

beforeAll(async () => {
  source = await testSource()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arna copy '))
  copy = join(folder, 'registry.jws')
  onTestFinished(() => rm(folder, { recursive: true }))
})

const snapshot = (number: number, signer = key): string =>
  signSnapshot(source, { number, publishedAt: new Date(0), key: signer })

/** A carrier in memory: `undefined` is away, otherwise the texts that it has by number. */
function carrierOf(has: () => ReadonlyMap<number, string> | undefined): Carrier {
  return {
    name: 'the carrier of the test',
    look: async (than) => {
      const all = has()
      if (all === undefined) throw new Error('away')
      const numbers = [...all.keys()].toSorted((left, right) => right - left)
      return {
        newest: numbers[0] ?? 0,
        offers: numbers
          .filter((number) => number > than)
          .map((number) => ({
            version: String(number),
            number,
            text: async () => all.get(number),
          })),
      }
    },
  }
}

const start = (
  has: ReadonlyMap<number, string> | undefined,
  options: Parameters<typeof watching>[2] = {},
): Watching =>
  watching(
    carrierOf(() => has),
    publicKey,
    { copy, ...options },
  )

describe('the copy on disk', () => {
  test('is written when a publication comes into force, whole, for its owner only', async () => {
    const { watch, looked } = start(new Map([[1, snapshot(1)]]))
    await watch.ready
    await looked()
    expect(await readFile(copy, 'utf8')).toBe(snapshot(1))
    expect((await stat(copy)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['registry.jws'])
  })

  test('is in force at the start although the carrier is away', async () => {
    await writeFile(copy, snapshot(7))
    const { watch, next, failures } = start(undefined)
    const unreachable = next('unreachable')
    expect((await watch.ready).number).toBe(7)
    await unreachable
    expect(failures).toHaveLength(1)
  })

  test('gives way to a newer publication, and takes it over', async () => {
    await writeFile(copy, snapshot(1))
    const { watch, looked } = start(new Map([[2, snapshot(2)]]))
    await looked()
    expect(watch.current()!.number).toBe(2)
    expect(await readFile(copy, 'utf8')).toBe(snapshot(2))
  })

  test('keeps a carrier from going back, and its age grows from the last time that was good', async () => {
    const checkedAt = new Date('2026-11-01T00:00:00Z')
    await writeFile(copy, snapshot(5))
    await utimes(copy, checkedAt, checkedAt)
    const { watch, looked, refusals } = start(new Map([[4, snapshot(4)]]), {
      maxAgeSeconds: 3600,
      now: () => new Date('2026-11-01T00:59:59Z'),
    })
    await looked(3)
    expect(watch.current()!.number).toBe(5)
    expect(refusals.map(({ code }) => code)).toEqual(['snapshot-rolled-back'])
    expect(refusals[0]!.message).toContain('--least-number 6')
    expect(watch.checkedAt()).toEqual(checkedAt)
    expect(watch.isTooOld()).toBe(false)
  })

  test('tells a database that was restored from before, and takes the first number beyond', async () => {
    const throwaway = await throwawayDatabase()
    const { database } = throwaway
    onTestFinished(() => throwaway.drop())
    await publishSnapshot(database, source, { key })
    await writeFile(copy, snapshot(3))
    const { watch, next, looked } = watching(databaseCarrier(database, source), publicKey, { copy })
    expect((await next('refused')).code).toBe('snapshot-rolled-back')
    await looked()
    const changed = next('change')
    await database.transaction((transaction) =>
      changeRegistry(transaction, source, { key, leastNumber: 4 }, (current) => ({
        source: { ...current.source, connections: [] },
      })),
    )
    expect((await changed).number).toBe(4)
    expect(watch.current()!.source.connections).toEqual([])
  })

  test.each([
    [
      'tampered with',
      (text: string) => text.replace('"payload":"e', '"payload":"f'),
      'snapshot-signature-wrong',
    ],
    ['cut off', (text: string) => text.slice(0, 1000), 'snapshot-malformed'],
    ['empty', () => '', 'snapshot-malformed'],
    ['of a stranger', () => snapshot(9, publicationKeys().privateKey), 'snapshot-key-unknown'],
    [
      'of another gateway',
      () =>
        signSnapshot({ ...source, contour: 'outer' }, { number: 9, publishedAt: new Date(0), key }),
      'snapshot-elsewhere',
    ],
  ])('that was %s is refused and replaced by what the carrier has', async (_, spoil, code) => {
    await writeFile(copy, spoil(snapshot(9)))
    const { watch, refusals, looked } = start(new Map([[1, snapshot(1)]]))
    expect((await watch.ready).number).toBe(1)
    await looked()
    expect(refusals.map((error) => error.code)).toEqual([code])
    expect(refusals[0]!.message).toContain('the copy on disk is not taken')
    expect(await readFile(copy, 'utf8')).toBe(snapshot(1))
  })

  test('that cannot be written is told once, and written when it can be', async () => {
    const nowhere = join(folder, 'missing', 'registry.jws')
    const { watch, looked, copyFailures } = start(new Map([[1, snapshot(1)]]), { copy: nowhere })
    await watch.ready
    await looked(3)
    expect(copyFailures).toHaveLength(1)
    await mkdir(join(folder, 'missing'))
    await looked(2)
    expect(await readFile(nowhere, 'utf8')).toBe(snapshot(1))
  })
})

describe('the age of what is in force', () => {
  test('has a limit, counted over restarts from the time on the copy', async () => {
    let now = new Date('2026-11-01T00:00:00Z')
    let has: ReadonlyMap<number, string> | undefined = new Map([[1, snapshot(1)]])
    const options = { copy, maxAgeSeconds: 60, now: () => now }
    const first = watching(
      carrierOf(() => has),
      publicKey,
      options,
    )
    await first.looked()
    now = new Date('2026-11-01T00:01:00Z')
    await first.looked(2)
    expect(first.watch.isTooOld()).toBe(false)
    await first.stop()

    has = undefined
    now = new Date('2026-11-01T00:02:00Z')
    const second = watching(
      carrierOf(() => has),
      publicKey,
      options,
    )
    await second.watch.ready
    expect(second.watch.isTooOld()).toBe(false)
    now = new Date('2026-11-01T00:02:01Z')
    expect(second.watch.isTooOld()).toBe(true)
    has = new Map([[1, snapshot(1)]])
    await second.looked(2)
    expect(second.watch.isTooOld()).toBe(false)
    expect(second.watch.checkedAt()).toEqual(now)
  })

  test('grows while the newest publication is refused, and stops when a good one is there', async () => {
    let now = new Date('2026-11-01T00:00:00Z')
    const has = new Map([[1, snapshot(1)]])
    const { watch, looked, next } = start(has, { now: () => now })
    await looked()
    const refused = next('refused')
    has.set(2, snapshot(2, publicationKeys().privateKey))
    expect((await refused).code).toBe('snapshot-key-unknown')
    await looked()
    const before = watch.checkedAt()
    now = new Date('2026-11-01T01:00:00Z')
    await looked(3)
    expect(watch.checkedAt()).toEqual(before)
    has.set(3, snapshot(3))
    await looked(2)
    expect(watch.checkedAt()).toEqual(now)
  })
})
