import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { ChannelParties } from './channel-parties.ts'
import { reckonChannel } from './channel-reckoning.ts'
import { startChannelWorld } from './channel-world.ts'
import { startKillableDatabase } from './killable-database.ts'
import { pickBy, seed } from './seed.ts'
import { Supervised } from './supervised.ts'
import { verifyJournal } from './verify-journal.ts'

/** `ARNA_KILLS=1000 npm run test:kill -- courier` is a long one. */
const kills = Number(process.env['ARNA_KILLS'] ?? 200)
const databaseKills = 12

test(
  `${kills} times kill -9 of a gateway and ${databaseKills} times of PostgreSQL: what was acknowledged is delivered (seed ${seed})`,
  async () => {
    console.log(`ARNA_SEED=${seed} ARNA_KILLS=${kills}`)
    const database = await startKillableDatabase()
    onTestFinished(() => database.stop())
    const world = await startChannelWorld(database.url)
    onTestFinished(() => world.stop())
    const parties = new ChannelParties(world, { seed, senders: 12, perSecond: 12 })
    onTestFinished(() => parties.stop())
    const { book } = parties
    const gateways = world.gateways.map((gateway) => new Supervised(gateway))
    const pick = pickBy(seed + 1)

    for (let death = 1; death <= kills; death++) {
      book.phase = `death ${death}`
      const victim = gateways[pick(gateways.length)]!
      // Three of four die at work, the others in the middle of coming up.
      const isAtWork = pick(4) > 0
      const some = 1 + pick(40)
      const longestMs = 100 + pick(1_400)
      if (isAtWork) await victim.up
      await Promise.race([book.acknowledges(some), delay(longestMs)])
      await victim.kill()
      if (death % Math.ceil(kills / databaseKills) === 0) {
        await database.kill()
        await delay(pick(1_500))
        await database.start()
      }
    }
    await Promise.all(gateways.map(({ up }) => up))
    await parties.end(240_000)
    const totals = await reckonChannel(book, world)
    console.log(JSON.stringify(totals))
    expect(totals.messages).toBeGreaterThan(kills)
    await parties.stop()
    await verifyJournal(world)
  },
  kills * 6_000 + 600_000,
)
