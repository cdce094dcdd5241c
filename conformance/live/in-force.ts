import type { World } from './world.ts'

/** Within a second: the figure is a promise, and twice the time of a poll. */
export async function inForce(small: Pick<World, 'url'>, number: number): Promise<void> {
  const wanted = `arna_registry_number{instance="conformance"} ${number}\n`
  const deadline = Date.now() + 1_000
  for (;;) {
    const isLate = Date.now() > deadline
    const metrics = await (await fetch(new URL('/metrics', small.url))).text()
    if (metrics.includes(wanted)) return
    if (isLate) throw new Error(`publication ${number} is not in force within a second`)
  }
}
