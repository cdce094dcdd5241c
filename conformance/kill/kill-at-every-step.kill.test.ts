import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AsyncWorld } from '../asynchronous/async-world.ts'
import { ChannelParties } from './channel-parties.ts'
import { reckonChannel } from './channel-reckoning.ts'
import { services, startChannelWorld } from './channel-world.ts'
import { type KillableDatabase, startKillableDatabase } from './killable-database.ts'
import { pickBy, seed } from './seed.ts'
import { type Step, steps } from './steps.ts'
import { verifyJournal } from './verify-journal.ts'

/** Of each step. */
const deaths = Number(process.env['ARNA_DEATHS'] ?? 3)
const longestLifeMs = 60_000
const preload = new URL('./die-at-step.ts', import.meta.url).href
const pick = pickBy(seed)

let database: KillableDatabase
let world: AsyncWorld
let parties: ChannelParties

// One world for all of them: what one step leaves behind is carried on while the next one is looked at.
beforeAll(async () => {
  database = await startKillableDatabase()
  world = await startChannelWorld(database.url)
  parties = new ChannelParties(world, { seed, senders: 12, perSecond: 12 })
})

afterAll(async () => {
  await parties.stop()
  await world.stop()
  await database.stop()
})

test.each(Object.entries<Step>(steps))(
  'one of two gateways dies %s, again and again',
  async (name, step) => {
    const [gateway] = world.gateways
    parties.book.phase = name
    parties.services = step.services ?? services
    const { client, other, provider } = world
    for (let death = 1; death <= deaths; death++) {
      await gateway!.kill()
      const start = gateway!.start({
        preload,
        env: {
          ARNA_DIE_AT: name,
          ARNA_DIE_AFTER: String(1 + pick(6)),
          ARNA_RECEIVER_PORTS: [client, other, provider].map(({ url }) => new URL(url).port).join(),
          ARNA_DATABASE_PORT: new URL(world.databaseUrl).port,
        },
      })
      // It may come there before its door is open.
      await start.catch(() => undefined)
      const isGone = gateway!.gone.then(() => true)
      expect(await Promise.race([isGone, delay(longestLifeMs, false)])).toBe(true)
    }
  },
  deaths * longestLifeMs * 2,
)

test('afterwards everything that was acknowledged is delivered', async () => {
  await world.gateways[0]!.start()
  await parties.end(240_000)
  const totals = await reckonChannel(parties.book, world)
  console.log(JSON.stringify(totals))
  expect(totals.messages).toBeGreaterThan(100)
  await parties.stop()
  await verifyJournal(world)
}, 400_000)
