import type { TestProject } from 'vitest/node'
import { startWorld, type World } from './world.ts'

declare module 'vitest' {
  interface ProvidedContext {
    world: World
  }
}

/** One live gateway for all rules. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { world, stop } = await startWorld(project.getProvidedContext().throwawayServer)
  project.provide('world', world)
  return stop
}
