import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '@arna/database'
import { expect, test } from 'vitest'
import { through } from './channel-through.ts'

test('PostgreSQL gone for half a minute: clear faults meanwhile, and everything acknowledged is delivered', async () => {
  const unclear = await through(async ({ database, world }) => {
    await database.kill()
    await delay(5_000)
    const ready = await fetch(new URL('/readyz', world.gateways[0]!.url))
    expect([ready.status, await ready.text()]).toEqual([503, 'the database does not answer\n'])
    await delay(25_000)
    await database.start()
  })
  expect(unclear).toEqual([])
}, 400_000)

test.each(['journal_batch', 'delivery', 'delivery_chain'])(
  'PostgreSQL so slow with %s that statements are given up: everything acknowledged is delivered',
  async (table) => {
    const unclear = await through(async ({ world }) => {
      const locker = openDatabase(world.databaseUrl, { max: 1 })
      // Less and more than a statement may take.
      for (const seconds of [6, 15]) {
        await locker.transaction(async (transaction) => {
          await transaction.query(`lock table ${table} in exclusive mode`)
          await transaction.query('select pg_sleep($1)', [seconds])
        })
        await delay(2_000)
      }
      await locker.close()
    })
    expect(unclear).toEqual([])
  },
  400_000,
)
