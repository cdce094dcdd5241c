import { inject, onTestFinished } from 'vitest'
import { startWorld, type World, type WorldOptions } from './world.ts'

/** A world of one rule's own, with one member, for what would spoil the others'. It ends with the test. */
export async function startSmallWorld(options: WorldOptions = {}): Promise<World> {
  const started = await startWorld(inject('throwawayServer'), {
    members: ['client'],
    ...options,
  })
  onTestFinished(() => started.stop())
  return started.world
}
