/** A whole number from 0 to `below - 1`. */
export type Pick = (below: number) => number

/** Printed by whoever uses it; `ARNA_SEED` gives it back, and the same choices are made again. */
export const seed = Number(process.env['ARNA_SEED'] ?? 20_260_203)

/** Choices of a small generator (mulberry32). Whoever chooses beside others has choices of its own, so that theirs stay. */
export function pickBy(number: number): Pick {
  let state = number >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
