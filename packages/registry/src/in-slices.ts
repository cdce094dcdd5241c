import { setImmediate } from 'node:timers/promises'

/** How long the process may be held at a time. */
const sliceMs = 5

/** Runs work that stops now and then to its end, and lets everything else go on in between. */
export async function inSlices<Result>(steps: Generator<void, Result>): Promise<Result> {
  let sliceEndMs = performance.now() + sliceMs
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (performance.now() < sliceEndMs) continue
    await setImmediate()
    sliceEndMs = performance.now() + sliceMs
  }
}
