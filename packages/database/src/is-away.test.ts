import { throwawayDatabase } from '@arna/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isAway, openDatabase } from './index.ts'

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a database is away', () => {
  test('when nobody listens', async () => {
    const database = openDatabase('postgres://arna@127.0.0.1:1/x')
    expect(isAway(await failure(database.query('select 1')))).toBe(true)
    await database.close()
  })

  test('when its process ends, and when it does not answer in time', async () => {
    const own = await throwawayDatabase()
    onTestFinished(() => own.drop())
    const database = openDatabase(own.url, { max: 1, statementMs: 200 })
    const ended = database.query('select pg_terminate_backend(pg_backend_pid())')
    expect(isAway(await failure(ended))).toBe(true)
    expect(isAway(await failure(database.query('select pg_sleep(5)')))).toBe(true)
    await database.close()
  })

  test('not when the statement is wrong', async () => {
    const own = await throwawayDatabase()
    onTestFinished(() => own.drop())
    const { database } = own
    expect(isAway(await failure(database.query('select * from nothing')))).toBe(false)
    expect(isAway(await failure(database.query('select 9007199254740993::bigint')))).toBe(false)
  })
})
