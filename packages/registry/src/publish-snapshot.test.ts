import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishSnapshot, publishWithin } from './publish-snapshot.ts'
import { openSnapshot } from './snapshot.ts'
import { publicationKeys, testSource } from './test-setup/registry-source.ts'
import type { RegistrySource } from './words.ts'

const keys = publicationKeys()
const key = keys.privateKey
const now = (): Date => new Date('2026-11-23T10:00:00Z')
let throwaway: ThrowawayDatabase
let source: RegistrySource

beforeAll(async () => {
  throwaway = await throwawayDatabase()
  source = await testSource()
})
afterAll(() => throwaway.drop())

const suspendedFor = (reason: string): RegistrySource => ({
  ...source,
  connections: [{ ...source.connections[0]!, suspended: [reason] }],
})

const stored = (place: Pick<RegistrySource, 'environment' | 'contour'>) =>
  throwaway.database.query<{ number: number; snapshot: string; published_at: Date }>(
    `select number, snapshot, published_at from registry_publication
     where environment = $1 and contour = $2 order by number`,
    [place.environment, place.contour],
  )

describe('a publication', () => {
  test('has the next number, and only when the content changed or another key signs', async () => {
    const { database } = throwaway
    expect(await publishSnapshot(database, source, { key, now })).toMatchObject({
      number: 1,
      isNew: true,
    })
    expect(await publishSnapshot(database, source, { key })).toMatchObject({
      number: 1,
      isNew: false,
    })
    const changed = suspendedFor('on request of the owner')
    expect(await publishSnapshot(database, changed, { key })).toMatchObject({
      number: 2,
      isNew: true,
    })
    expect(await publishSnapshot(database, source, { key })).toMatchObject({
      number: 3,
      isNew: true,
    })
    const successor = publicationKeys().privateKey
    expect(await publishSnapshot(database, source, { key: successor })).toMatchObject({
      number: 4,
      isNew: true,
    })

    const rows = await stored(source)
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4])
    const first = openSnapshot(rows[0]!.snapshot, [keys.publicKey], source)
    expect(first).toMatchObject({ number: 1, publishedAt: now() })
    expect(rows[0]!.published_at).toEqual(now())
  })

  test('counts per environment and contour', async () => {
    const outer = { ...source, contour: 'outer' } as const
    expect(await publishSnapshot(throwaway.database, outer, { key })).toMatchObject({
      number: 1,
      isNew: true,
    })
  })

  test('by twenty at the same moment gets twenty numbers in a row', async () => {
    const place = { environment: 'production', contour: 'inner' } as const
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        publishSnapshot(
          throwaway.database,
          { ...suspendedFor(`reason ${index}`), ...place },
          { key },
        ),
      ),
    )
    const wanted = Array.from({ length: 20 }, (_, index) => index + 1)
    expect(all.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(wanted)
    const rows = await stored(place)
    expect(rows.map((row) => openSnapshot(row.snapshot, [keys.publicKey], place).number)).toEqual(
      wanted,
    )
  })

  test('of the same content by ten at the same moment is one', async () => {
    const place = { environment: 'production', contour: 'outer' } as const
    const all = await Promise.all(
      Array.from({ length: 10 }, () =>
        publishSnapshot(throwaway.database, { ...source, ...place }, { key }),
      ),
    )
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(await stored(place)).toHaveLength(1)
  })

  test('within a decision that fails is not there', async () => {
    const before = await stored(source)
    const decision = throwaway.database.transaction(async (transaction) => {
      await publishWithin(transaction, suspendedFor('never decided'), { key })
      throw new Error('the decision failed')
    })
    await expect(decision).rejects.toThrow('the decision failed')
    expect(await stored(source)).toEqual(before)
  })

  test('of a registry that breaks a rule is refused whole', async () => {
    const before = await stored(source)
    const broken = { ...source, systems: [] }
    await expect(publishSnapshot(throwaway.database, broken, { key })).rejects.toMatchObject({
      code: 'registry-malformed',
    })
    expect(await stored(source)).toEqual(before)
  })

  test('replaces one that was damaged in the table', async () => {
    const { database } = throwaway
    const { number } = await publishSnapshot(database, suspendedFor('damage'), { key })
    // Whoever owns the table can do what the trigger forbids.
    await database.query('alter table registry_publication disable trigger all')
    await database.query(
      `update registry_publication set snapshot = 'damaged'
       where environment = 'test' and contour = 'inner' and number = $1`,
      [number],
    )
    const again = await publishSnapshot(database, suspendedFor('damage'), { key })
    expect(again).toMatchObject({ number: number + 1, isNew: true })
  })
})
