import { once, EventEmitter } from 'node:events'
import type { Database } from '@arna/database'
import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseCarrier } from './carrier/database-carrier.ts'
import { publishSnapshot } from './publish-snapshot.ts'
import type { Registry } from './registry.ts'
import type { RegistryError } from './registry-error.ts'
import { signSnapshot } from './snapshot.ts'
import { publicationKeys, testSource } from './test-setup/registry-source.ts'
import { type RegistryWatch, watchRegistry } from './watch-registry.ts'
import type { RegistrySource } from './words.ts'

const { privateKey: key, publicKey } = publicationKeys()
let throwaway: ThrowawayDatabase
let source: RegistrySource
let stop: AbortController
let watch: RegistryWatch
let events: EventEmitter<{
  change: [registry: Registry]
  refused: [error: RegistryError, number: number | undefined]
  unreachable: [error: unknown]
  asked: []
}>

beforeEach(async () => {
  throwaway = await throwawayDatabase()
  source = await testSource()
  stop = new AbortController()
  events = new EventEmitter()
})
afterEach(async () => {
  stop.abort()
  await watch.ended
  await throwaway.drop()
})

function start(database: Pick<Database, 'query'> = throwaway.database): void {
  const spied: Pick<Database, 'query'> = {
    query: async (statement, values) => {
      const rows = await database.query<never>(statement, values)
      events.emit('asked')
      return rows
    },
  }
  const place = { environment: 'test', contour: 'inner' } as const
  watch = watchRegistry(databaseCarrier(spied, place), {
    ...place,
    publicationKeys: [publicKey],
    intervalMs: 10,
    onChange: (registry) => events.emit('change', registry),
    onRefused: (error, number) => events.emit('refused', error, number),
    onUnreachable: (error) => events.emit('unreachable', error),
    signal: stop.signal,
  })
}

const publish = (suspended: string): Promise<unknown> =>
  publishSnapshot(
    throwaway.database,
    { ...source, connections: [{ ...source.connections[0]!, suspended: [suspended] }] },
    { key },
  )

const refusal = (): Promise<RegistryError> =>
  new Promise((resolve) => events.once('refused', resolve))

const insert = (number: number, snapshot: string): Promise<unknown> =>
  throwaway.database.query(
    `insert into registry_publication (environment, contour, number, published_at, snapshot)
     values ('test', 'inner', $1, now(), $2)`,
    [number, snapshot],
  )

const reason = (): string | undefined => watch.current()?.source.connections[0]!.suspended[0]

describe('a watch', () => {
  test('takes what is there, then every newer publication', async () => {
    await publish('one')
    start()
    expect((await watch.ready).number).toBe(1)
    expect(watch.checkedAt()).toBeInstanceOf(Date)
    const changed = once(events, 'change')
    await publish('two')
    await changed
    expect(watch.current()!.number).toBe(2)
    expect(reason()).toBe('two')
  })

  test('waits for the first publication of an empty table', async () => {
    start()
    await once(events, 'asked')
    expect(watch.current()).toBeUndefined()
    await publish('one')
    expect((await watch.ready).number).toBe(1)
  })

  test('refuses a snapshot of any length without reading it whole', async () => {
    await publish('one')
    let longest = 0
    start({
      query: async (statement, values) => {
        const rows = await throwaway.database.query<never>(statement, values)
        for (const { snapshot } of rows as { snapshot?: string }[]) {
          longest = Math.max(longest, snapshot?.length ?? 0)
        }
        return rows
      },
    })
    await watch.ready
    const refused = refusal()
    await throwaway.database.query(
      `insert into registry_publication (environment, contour, number, published_at, snapshot)
       values ('test', 'inner', 2, now(), repeat('x', 100_000_000))`,
    )
    expect((await refused).message).toContain('larger than 67108864 bytes')
    expect(longest).toBe(67_108_865)
    expect(watch.current()!.number).toBe(1)
  })

  test('refuses a bad snapshot once, keeps the old, and takes the next good one', async () => {
    await publish('one')
    start()
    await watch.ready
    const refusals: (number | undefined)[] = []
    events.on('refused', (_, number) => refusals.push(number))
    const refused = refusal()
    const stranger = publicationKeys().privateKey
    await insert(2, signSnapshot(source, { number: 2, publishedAt: new Date(), key: stranger }))
    const error = await refused
    expect(error.code).toBe('snapshot-key-unknown')
    for (const _ of [1, 2, 3]) await once(events, 'asked')
    expect(refusals).toEqual([2])
    expect(reason()).toBe('one')
    const changed = once(events, 'change')
    await publish('three')
    await changed
    expect(reason()).toBe('three')
  })

  test('at start passes over a bad newest publication to the last good one', async () => {
    await publish('one')
    await insert(2, 'damaged')
    start()
    expect((await watch.ready).number).toBe(1)
  })

  test('refuses a good old snapshot that is stored under a new number', async () => {
    await publish('one')
    const [row] = await throwaway.database.query<{ snapshot: string }>(
      'select snapshot from registry_publication',
    )
    await publish('two')
    start()
    await watch.ready
    const refused = refusal()
    await insert(3, row!.snapshot)
    const error = await refused
    expect(error.code).toBe('snapshot-not-newer')
    expect(reason()).toBe('two')
  })

  test('refuses a snapshot of another place', async () => {
    start()
    const refused = refusal()
    const elsewhere = { ...source, environment: 'production' } as const
    await insert(1, signSnapshot(elsewhere, { number: 1, publishedAt: new Date(), key }))
    const error = await refused
    expect(error.code).toBe('snapshot-elsewhere')
    expect(watch.current()).toBeUndefined()
  })

  test('looks again at a number that was deleted and used anew', async () => {
    await insert(1, 'damaged')
    start()
    await once(events, 'refused')
    // Whoever owns the table can do what the trigger forbids.
    await throwaway.database.query('alter table registry_publication disable trigger all')
    await throwaway.database.query('delete from registry_publication')
    await publish('repaired')
    await watch.ready
    expect(reason()).toBe('repaired')
  })

  test('survives a database that is away, tells it once, and keeps what was in force', async () => {
    await publish('one')
    let away = false
    const flaky: Pick<Database, 'query'> = {
      query: (statement, values) => {
        if (!away) return throwaway.database.query(statement, values)
        events.emit('asked')
        return Promise.reject(new Error('connection refused'))
      },
    }
    start(flaky)
    await watch.ready
    let told = 0
    events.on('unreachable', () => told++)
    away = true
    for (const _ of [1, 2, 3]) await once(events, 'asked')
    expect(told).toBe(1)
    expect(reason()).toBe('one')
    const changed = once(events, 'change')
    await publish('two')
    away = false
    await changed
    expect(reason()).toBe('two')
  })

  test('ends at the signal', async () => {
    start()
    stop.abort()
    await watch.ended
    await expect(watch.ready).rejects.toThrow('the watch ended')
  })
})
