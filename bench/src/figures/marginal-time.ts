import { arnaVerify } from '../arna.ts'
import type { Figure } from '../figure.ts'
import { race, type Result } from '../race.ts'
import { compare } from '../row.ts'

const KB = 1024
const sizes = [20 * KB, 200 * KB, 2_000 * KB, 20_000 * KB] as const

/**
 * What one more kilobyte costs in a large message against what it costs in a small one: 1 is linear time. The fixed cost of a
 * message (the signature's arithmetic) falls out of the differences.
 */
export const marginalTime: Figure = {
  ids: ['linear'],
  async measure({ sender }) {
    const entries = sizes.map((size) => ({ ...arnaVerify(sender), message: sender.message(size) }))
    const results = await race(entries)
    const small = marginal(results, 0)
    const large = marginal(results, 2)
    return [
      compare(
        {
          id: 'linear',
          figure: 'time per further KB of a message: 2 to 20 MB against 20 to 200 KB',
          unit: 'µs/KB',
          peer: 'itself',
          target: 1.5,
          better: 'lower',
        },
        large,
        small,
      ),
    ]
  },
}

/** Microseconds per KB between the size at `index` and the next one, round by round. */
function marginal(results: readonly Result[], index: number): number[] {
  const [less, more] = [results[index]!, results[index + 1]!]
  const kilobytes = (sizes[index + 1]! - sizes[index]!) / KB
  return more.perSecond.map(
    (perSecond, round) => (1e6 / perSecond - 1e6 / less.perSecond[round]!) / kilobytes,
  )
}
