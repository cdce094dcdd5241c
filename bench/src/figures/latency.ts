import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Figure } from '../figure.ts'
import { allAnswered } from '../hop/generator.ts'
import { startWorld, type World } from '../hop/world.ts'
import { percentile } from '../percentile.ts'
import { compare, type Comparison, median, type Row } from '../row.ts'

const rounds = 5
const perSecond = 200
const roundMs = 5_000
const warmUpMs = 10_000
const bodyBytes = 2 * 1024

/** What the gateway adds to a call, at a rate that leaves it room. */
export const latency: Figure = {
  ids: ['latency-2k', 'latency-2k-p99'],
  async measure(bench: Bench) {
    const world = await startWorld({ folder: bench.folder })
    try {
      const { p50, p99, syncs } = await measure(world)
      const sync = median(syncs)
      const rows: Row[] = [
        compare(
          {
            ...about('latency-2k', 'median'),
            peer: '2 ms + 2 × fdatasync of the same run',
            note: `fdatasync of 2 KB took ${sync.toFixed(2)} ms in the folder of the database, between the rounds`,
          },
          p50,
          syncs.map((one) => 2 + 2 * one),
        ),
        compare(
          { ...about('latency-2k-p99', '99th percentile'), peer: '15 ms' },
          p99,
          p99.map(() => 15),
        ),
      ]
      return rows.filter(({ id }) => bench.wanted(id))
    } finally {
      await world.stop()
    }
  },
}

const about = (id: string, which: string): Omit<Comparison, 'peer'> => ({
  id,
  figure: `latency added at ${perSecond} messages/s, Bodies of 2 KB, ${which}`,
  unit: 'ms',
  target: 1,
  better: 'lower',
})

/** Round by round: what stands between a call through the gateway and a call of the provider itself. */
async function measure(world: World) {
  const generator = await world.generator({ serviceId: 'Prepared', bodyBytes })
  const times = async (url: string, ms = roundMs): Promise<number[]> => {
    await generator.prepare((perSecond * ms) / 1000)
    const sent = await generator.send({ do: 'at rate', url, perSecond, ms })
    allAnswered(sent)
    return [...sent.latenciesMs]
  }
  const direct = `${world.providerUrl}/Prepared`
  for (const url of [direct, world.gateway.url]) await times(url, warmUpMs)
  const p50: number[] = []
  const p99: number[] = []
  const syncs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const alone = await times(direct)
    const through = await times(world.gateway.url)
    p50.push(percentile(through, 50) - percentile(alone, 50))
    p99.push(percentile(through, 99) - percentile(alone, 99))
    syncs.push(fdatasyncMs(world.folder))
  }
  return { p50, p99, syncs }
}

/** The median of a hundred writes of 2 KB, each made durable. */
function fdatasyncMs(folder: string): number {
  const file = openSync(join(folder, 'fdatasync'), 'a')
  const block = Buffer.alloc(2048, 0x61)
  const times = Array.from({ length: 100 }, () => {
    const start = performance.now()
    writeSync(file, block)
    fdatasyncSync(file)
    return performance.now() - start
  })
  closeSync(file)
  return median(times)
}
