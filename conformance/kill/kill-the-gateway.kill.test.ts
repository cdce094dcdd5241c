import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { Ledger } from './ledger.ts'
import { reckon } from './reckoning.ts'
import { startKillable } from './killable-world.ts'
import { verifyJournal } from './verify-journal.ts'

const places = ['authenticate', 'journal', 'deliver', 'sent', 'answer', 'reply'] as const

const dieAt = new URL('./die-at.ts', import.meta.url).href

test.each(places)(
  'a gateway that dies at %s, again and again under load, keeps its promises',
  async (place) => {
    const killable = await startKillable()
    onTestFinished(killable.stop)
    const { world, gateway } = killable
    const ledger = new Ledger(world, 16)
    for (let death = 1; death <= 8; death++) {
      await gateway.kill()
      const start = gateway.start({
        preload: dieAt,
        env: {
          ARNA_DIE_AT: place,
          ARNA_DIE_AFTER: String(20 + death * 7),
          ARNA_PROVIDER_PORT: new URL(world.providerUrl).port,
          ARNA_DATABASE_PORT: new URL(world.databaseUrl).port,
        },
      })
      // It speaks to the database while it starts, too, and may die of that.
      await start.catch(() => undefined)
      await gateway.gone
    }
    await gateway.start()
    await ledger.answers(20)
    await ledger.end()
    const ends = await reckon(ledger.book, world)
    expect(ends['answered']).toBeGreaterThan(8)
    await verifyJournal(world)
  },
  180_000,
)

test('a gateway that is killed at any moment under load keeps its promises', async () => {
  const killable = await startKillable()
  onTestFinished(killable.stop)
  const { world, gateway } = killable
  const ledger = new Ledger(world, 24)
  for (let death = 1; death <= 40; death++) {
    // Some messages after it came up, or in the middle of coming up.
    const some = ledger.answers(Math.ceil(Math.random() * 60))
    await Promise.race([some, delay(200 + Math.random() * 3_000)])
    await gateway.kill()
    await gateway.start()
  }
  await ledger.end()
  const ends = await reckon(ledger.book, world)
  expect(ends['answered']).toBeGreaterThan(40)
  await verifyJournal(world)
}, 300_000)
