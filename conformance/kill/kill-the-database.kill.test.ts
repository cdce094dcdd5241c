import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '@arna/database'
import { expect, onTestFinished, test } from 'vitest'
import { type Killable, startKillable } from './killable-world.ts'
import { Ledger } from './ledger.ts'
import { reckon } from './reckoning.ts'
import { verifyJournal } from './verify-journal.ts'

/** Load, a trouble, and the reckoning: the gateway must have come through it without a restart and without a loss. */
async function through(
  trouble: (killable: Killable) => Promise<void>,
  { senders = 16, folder }: { senders?: number; folder?: string } = {},
): Promise<Record<string, number>> {
  const killable = await startKillable({ folder })
  onTestFinished(killable.stop)
  const { world, gateway } = killable
  const { pid } = gateway
  const ledger = new Ledger(world, senders)
  await ledger.answers(50)
  await trouble(killable)
  await ledger.answers(50)
  await ledger.end()
  expect(gateway.pid).toBe(pid)
  const ends = await reckon(ledger.book, world)
  await verifyJournal(world)
  return ends
}

test('kill -9 of PostgreSQL, again and again: every message gets its answer', async () => {
  const ends = await through(async ({ database }) => {
    for (let death = 1; death <= 6; death++) {
      await delay(300 + Math.random() * 700)
      await database.kill()
      await delay(Math.random() * 1_500)
      await database.start()
    }
  })
  expect(Object.keys(ends)).toEqual(['answered'])
}, 180_000)

test('PostgreSQL gone for a minute: clear faults meanwhile, and every message gets its answer', async () => {
  const ends = await through(async ({ database, world }) => {
    await database.kill()
    await delay(5_000)
    const ready = await fetch(new URL('/readyz', world.url))
    expect([ready.status, await ready.text()]).toEqual([503, 'the database does not answer\n'])
    await delay(55_000)
    await database.start()
  })
  expect(Object.keys(ends)).toEqual(['answered'])
}, 240_000)

test('PostgreSQL so slow that statements are given up: every message gets its answer', async () => {
  const ends = await through(async ({ world }) => {
    const locker = openDatabase(world.databaseUrl, { max: 1 })
    // Whoever journals waits for eight seconds, then again for fifteen: less and more than a statement may take.
    for (const seconds of [8, 15]) {
      await locker.transaction(async (transaction) => {
        await transaction.query('lock table journal_batch in exclusive mode')
        await transaction.query('select pg_sleep($1)', [seconds])
      })
      await delay(2_000)
    }
    await locker.close()
  })
  expect(Object.keys(ends)).toEqual(['answered'])
}, 240_000)
