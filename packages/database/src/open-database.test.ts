import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from './open-database.ts'

let own: ThrowawayDatabase

beforeAll(async () => {
  own = await throwawayDatabase()
  await own.database.query('create table note (id bigint generated always as identity, text text)')
})
afterAll(() => own.drop())

describe('openDatabase', () => {
  test('gives rows with numbers, dates, bytes and json as values of the language', async () => {
    const [row] = await own.database.query(
      `select 9007199254740991::bigint as id, '2026-01-02T03:04:05Z'::timestamptz as at,
              '\\x00ff'::bytea as bytes, '{"a":[1]}'::jsonb as json`,
    )
    expect(row).toEqual({
      id: 9007199254740991,
      at: new Date('2026-01-02T03:04:05Z'),
      bytes: Buffer.from([0, 255]),
      json: { a: [1] },
    })
  })

  test('refuses to round a bigint', async () => {
    await expect(own.database.query('select 9007199254740993::bigint')).rejects.toThrow(
      'bigint 9007199254740993 does not fit a number',
    )
    expect(await own.database.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('runs a named statement again and again', async () => {
    const statement = { name: 'add-one', text: 'select $1::int + 1 as sum' }
    const sums = [1, 2, 3].map((value) => own.database.query(statement, [value]))
    expect((await Promise.all(sums)).flat()).toEqual([{ sum: 2 }, { sum: 3 }, { sum: 4 }])
  })

  test('commits a transaction as a whole', async () => {
    await own.database.transaction(async (transaction) => {
      await transaction.query('insert into note (text) values ($1)', ['kept'])
    })
    expect(await own.database.query(`select text from note where text = 'kept'`)).toHaveLength(1)
  })

  test('keeps nothing of a transaction whose work throws', async () => {
    const work = own.database.transaction(async (transaction) => {
      await transaction.query('insert into note (text) values ($1)', ['lost'])
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await own.database.query(`select text from note where text = 'lost'`)).toEqual([])
  })

  test('gives a connection up whose statement has no answer in time', async () => {
    const database = openDatabase(own.url, { max: 1, statementMs: 100 })
    await expect(database.query('select pg_sleep(60)')).rejects.toThrow('timeout')
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
    await database.close()
  })

  test('opens a new connection when the server closed the old one', async () => {
    const database = openDatabase(own.url, { max: 1 })
    const [first] = await database.query<{ pid: number }>('select pg_backend_pid() as pid')
    await own.database.query('select pg_terminate_backend($1, 5000)', [first!.pid])
    const [second] = await database.query<{ pid: number }>('select pg_backend_pid() as pid')
    expect(second!.pid).not.toBe(first!.pid)
    await database.close()
  })
})
