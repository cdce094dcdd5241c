import { type Database, migrate } from '@arna/database'
import { throwawayDatabase } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { Load } from './load.ts'

const hourMs = 3_600_000

describe('the load of a connection', () => {
  let database: Database
  let drop: () => Promise<void>
  let nowMs = 1_000 * hourMs
  const errors: unknown[] = []
  const newLoad = (of: Pick<Database, 'query'> = database) =>
    new Load(of, { now: () => nowMs, onError: (error) => errors.push(error) })

  beforeAll(async () => {
    const throwaway = await throwawayDatabase(inject('throwawayServer'))
    database = throwaway.database
    drop = () => throwaway.drop()
    await migrate(database)
  })
  afterAll(() => drop())

  test('is counted over all processes', async () => {
    const [here, there] = [newLoad(), newLoad()]
    for (let count = 0; count < 10; count++) here.count('a to b')
    for (let count = 0; count < 5; count++) there.count('a to b')
    await here.exchange()
    await there.exchange()
    expect(there.withinHour('a to b')).toBe(15)
    expect(there.count('a to b')).toBe(16)
    here.count('a to b')
    await here.exchange()
    expect(here.withinHour('a to b')).toBe(16)
    await Promise.all([here.close(), there.close()])
  })

  test('fades through the hour after, so that the turn of the hour gives nobody twice the share', async () => {
    nowMs = 2_000 * hourMs
    const load = newLoad()
    for (let count = 0; count < 100; count++) load.count('fades')
    await load.exchange()
    nowMs += hourMs
    expect(load.withinHour('fades')).toBe(100)
    nowMs += hourMs / 4
    expect(load.withinHour('fades')).toBe(75)
    load.count('fades')
    await load.exchange()
    expect(load.withinHour('fades')).toBe(76)
    nowMs += hourMs
    expect(load.withinHour('fades')).toBe(0)
    await load.close()
  })

  test('says when it will be below a number, and is', async () => {
    for (const into of [0, 0.25, 0.9]) {
      nowMs = Math.round((3_000 + into + Math.round(into * 100)) * hourMs)
      const load = newLoad()
      const name = `until ${into}`
      for (let count = 0; count < 50; count++) load.count(name)
      await load.exchange()
      const before = nowMs
      const seconds = load.secondsUntilBelow(name, 20)
      nowMs = before + seconds * 1000 + 1000
      expect(load.withinHour(name)).toBeLessThanOrEqual(20)
      nowMs = before + (seconds - 600) * 1000
      expect(load.withinHour(name)).toBeGreaterThan(20)
      await load.close()
    }
  })

  test('keeps what a database that is away did not hear, and tells it later', async () => {
    nowMs = 4_000 * hourMs
    let away = true
    const load = newLoad({
      query: (statement, values) =>
        away ? Promise.reject(new Error('away')) : database.query(statement, values),
    })
    load.count('kept')
    await load.exchange()
    expect(errors).toHaveLength(2)
    load.count('kept')
    away = false
    await load.exchange()
    expect(load.withinHour('kept')).toBe(2)
    const other = newLoad()
    other.count('kept')
    await other.exchange()
    expect(other.withinHour('kept')).toBe(3)
    await Promise.all([load.close(), other.close()])
  })

  test('forgets hours that nobody asks for any more', async () => {
    nowMs = 5_000 * hourMs
    const load = newLoad()
    load.count('old')
    await load.exchange()
    nowMs += 3 * hourMs
    load.count('new')
    await load.exchange()
    const rows = await database.query('select 1 from connection_load where hour <= 5000')
    expect(rows).toEqual([])
    await load.close()
  })
})
