import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Bench, Figure } from '../figure.ts'
import { allAnswered } from '../hop/generator.ts'
import {
  forgetPeak,
  knowsProcesses,
  peakResidentBytes,
  residentBytes,
} from '../hop/process-facts.ts'
import { startWorld } from '../hop/world.ts'
import { compare, type Comparison, type Row, skip } from '../row.ts'

const rounds = 5
const warmUpMs = 4_000
const warmUpMessages = 10_000
const MB = 1024 * 1024
const large = 10 * MB
const small = 2 * 1024

interface Load {
  readonly id: string
  readonly figure: string
  readonly serviceId: 'SmallAnswer' | 'LargeAnswer'
  readonly bodyBytes: number
  readonly atOnce: number
  readonly bytesInFlight: number
}

const loads: readonly Load[] = [
  {
    id: 'memory-10m',
    figure: 'memory above idle: a request of 10 MB, a small answer',
    serviceId: 'SmallAnswer',
    bodyBytes: large,
    atOnce: 1,
    bytesInFlight: large,
  },
  {
    id: 'memory-10m-both',
    figure: 'memory above idle: request and answer of 10 MB',
    serviceId: 'LargeAnswer',
    bodyBytes: large,
    atOnce: 1,
    bytesInFlight: 2 * large,
  },
  {
    id: 'memory-200x100k',
    figure: 'memory above idle: 200 requests of 100 KB at once',
    serviceId: 'SmallAnswer',
    bodyBytes: 100 * 1024,
    atOnce: 200,
    bytesInFlight: 200 * 100 * 1024,
  },
]

/** How much more memory the gateway takes while large messages pass, against the bytes of these messages. */
export const memory: Figure = {
  ids: loads.map(({ id }) => id),
  async measure(bench: Bench) {
    const asked = loads.filter(({ id }) => bench.wanted(id))
    if (!knowsProcesses) return asked.map((load) => skip(about(load), 'needs Linux'))
    const rows: Row[] = []
    for (const load of asked) rows.push(await measure(bench.folder, load))
    return rows
  },
}

const about = ({ id, figure }: Load): Comparison => ({
  id,
  figure,
  unit: 'MB',
  peer: 'the bytes in flight',
  target: 4,
  better: 'lower',
})

async function measure(folder: string, load: Load): Promise<Row> {
  // A gateway of its own: what one load leaves behind must not count as idle for the next.
  const world = await startWorld({
    folder,
    keyKind: 'p256',
    answers: { SmallAnswer: small, LargeAnswer: large },
    // All 200 at once: with the usual 64 the others would wait, or be told to come again.
    maxConcurrent: 256,
    gatewayArguments: ['--expose-gc', '--import', collectOnSignal],
  })
  try {
    const { serviceId, bodyBytes, atOnce } = load
    const { pid, url } = world.gateway
    const warmUp = await world.generator({ serviceId: 'SmallAnswer', bodyBytes: small })
    await warmUp.prepare(warmUpMessages)
    allAnswered(await warmUp.send({ do: 'flat out', url, connections: 16, ms: warmUpMs }))
    await collectGarbage(pid)
    // Once, before anything large came: what the process keeps of a load counts as taken by the next ones as well.
    const idle = residentBytes(pid)
    const generator = await world.generator({ serviceId, bodyBytes })
    const above: number[] = []
    for (let round = 0; round < rounds; round++) {
      await generator.prepare(atOnce)
      await collectGarbage(pid)
      forgetPeak(pid)
      allAnswered(await generator.send({ do: 'at once', url, count: atOnce }))
      above.push((peakResidentBytes(pid) - idle) / MB)
    }
    return compare(
      about(load),
      above,
      above.map(() => load.bytesInFlight / MB),
    )
  } finally {
    await world.stop()
  }
}

const collectOnSignal = fileURLToPath(new URL('../programs/collect-on-signal.ts', import.meta.url))

/** Twice, for what the first one made unreachable; the process is idle, so each is done in moments. */
async function collectGarbage(pid: number): Promise<void> {
  for (let time = 0; time < 2; time++) {
    process.kill(pid, 'SIGUSR2')
    await delay(300)
  }
}
