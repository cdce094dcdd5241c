import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { ChannelParties } from '../kill/channel-parties.ts'
import { reckonChannel } from '../kill/channel-reckoning.ts'
import { startChannelWorld } from '../kill/channel-world.ts'
import { pickBy, seed } from '../kill/seed.ts'
import { Supervised } from '../kill/supervised.ts'
import { verifyJournal } from '../kill/verify-journal.ts'

const kills = 6

// `npm run test:kill` has hundreds of them, and kills PostgreSQL too.
test(`one of two gateways is killed at any moment, and nothing acknowledged is lost (seed ${seed})`, async () => {
  const world = await startChannelWorld()
  onTestFinished(() => world.stop())
  const parties = new ChannelParties(world, { seed, senders: 8, perSecond: 8 })
  onTestFinished(() => parties.stop())
  const gateways = world.gateways.map((gateway) => new Supervised(gateway))
  const pick = pickBy(seed + 1)
  for (let death = 1; death <= kills; death++) {
    parties.book.phase = `death ${death}`
    const victim = gateways[pick(gateways.length)]!
    await victim.up
    await Promise.race([parties.book.acknowledges(1 + pick(20)), delay(1_500)])
    await victim.kill()
  }
  // Nobody lives who could have a lease: what the dead ones left need not be waited for.
  await Promise.all(gateways.map((gateway) => gateway.process.kill()))
  await world.database.query(
    'update delivery set leased_until = now() where leased_until is not null',
  )
  await Promise.all(gateways.map((gateway) => gateway.kill()))
  await parties.end(120_000)
  const { messages } = await reckonChannel(parties.book, world)
  expect(messages).toBeGreaterThan(20)
  await parties.stop()
  await verifyJournal(world)
}, 300_000)
