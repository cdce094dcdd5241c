import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { startWorld } from './world.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a rule asks for the world (JSON of `World`); the first question starts it. */
    world: string
  }
}

/** One live gateway for all rules of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: ReturnType<typeof startWorld> | undefined
  const door = createServer((_request, response) => {
    started ??= startWorld(project.getProvidedContext().throwawayServer)
    started.then(
      ({ world }) => response.end(JSON.stringify(world)),
      (error: Error) => response.writeHead(500).end(String(error.stack)),
    )
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  project.provide('world', `http://127.0.0.1:${(door.address() as AddressInfo).port}/`)
  return async () => {
    door.closeAllConnections()
    door.close()
    await started?.then(
      (one) => one.stop(),
      () => undefined,
    )
  }
}
