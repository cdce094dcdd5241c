import { expect, onTestFinished } from 'vitest'
import type { AsyncWorld } from '../asynchronous/async-world.ts'
import type { ChannelBook } from './channel-book.ts'
import { ChannelParties } from './channel-parties.ts'
import { reckonChannel } from './channel-reckoning.ts'
import { startChannelWorld } from './channel-world.ts'
import { type KillableDatabase, startKillableDatabase } from './killable-database.ts'
import { seed } from './seed.ts'
import { verifyJournal } from './verify-journal.ts'

interface Channel {
  readonly database: KillableDatabase
  readonly world: AsyncWorld
  readonly book: ChannelBook
}

/**
 * Load on the asynchronous channel, a trouble with its database, and the reckoning: the gateways must have come through it
 * without a restart and without a loss. Gives the codes of faults that say anything else than that the database is away.
 */
export async function through(
  trouble: (channel: Channel) => Promise<void>,
  options: { readonly folder?: string } = {},
): Promise<string[]> {
  const database = await startKillableDatabase(options)
  onTestFinished(() => database.stop())
  const world = await startChannelWorld(database.url)
  onTestFinished(() => world.stop())
  const parties = new ChannelParties(world, { seed, senders: 12, perSecond: 12 })
  onTestFinished(() => parties.stop())
  const { book } = parties
  const pids = (): unknown[] => world.gateways.map(({ child }) => child.pid)
  const before = pids()
  await book.acknowledges(50)
  await trouble({ database, world, book })
  await book.acknowledges(50)
  await parties.end(240_000)
  expect(pids()).toEqual(before)
  const totals = await reckonChannel(book, world)
  // Who wants a message again may find that it came meanwhile, and was taken.
  const { 'delivery-ended': _taken, 'journal-unavailable': _away, ...others } = totals.faults
  await parties.stop()
  await verifyJournal(world)
  return Object.keys(others)
}
