import { requireEnded, flatOut, warmUp } from '../asynchronous/end-to-end.ts'
import { allAccepted } from '../asynchronous/sender.ts'
import { type AsyncWorld, startAsyncWorld } from '../asynchronous/world.ts'
import type { Figure } from '../figure.ts'
import { percentile } from '../percentile.ts'
import { compare, type Row } from '../row.ts'

const rounds = 5
const leastPerSecond = 300
const perSecond = 100
const rateMs = 5_000
const bodyBytes = 2 * 1024

/** From the sender through the gateway to the receiver, and the status back to the sender. */
export const asyncEndToEnd: Figure = {
  ids: ['async-end-to-end', 'async-latency', 'async-latency-p99'],
  async measure(bench) {
    const order = { keyKind: 'rsa2048', serviceId: 'Pushed', bodyBytes } as const
    const world = await startAsyncWorld({ folder: bench.folder, ...order })
    try {
      const { throughput, p50, p99 } = await measure(world)
      const rows: Row[] = [
        compare(
          {
            id: 'async-end-to-end',
            figure: 'messages of 2 KB accepted, pushed, delivered, and their sender told, RSA-2048',
            unit: 'messages/s',
            peer: `${leastPerSecond} a second`,
            target: 1,
            better: 'higher',
          },
          throughput,
          throughput.map(() => leastPerSecond),
        ),
        latencyRow('async-latency', 'median', p50, 50),
        latencyRow('async-latency-p99', '99th percentile', p99, 300),
      ]
      return rows.filter(({ id }) => bench.wanted(id))
    } finally {
      await world.stop()
    }
  },
}

const latencyRow = (id: string, which: string, values: readonly number[], most: number): Row =>
  compare(
    {
      id,
      figure: `from the sending to the status at the sender, ${perSecond} messages/s, RSA-2048, ${which}`,
      unit: 'ms',
      peer: `${most} ms`,
      target: 1,
      better: 'lower',
    },
    values,
    values.map(() => most),
  )

async function measure(world: AsyncWorld) {
  const ids = await warmUp(world, 0)
  const throughput: number[] = []
  const p50: number[] = []
  const p99: number[] = []
  for (let round = 0; round < rounds; round++) {
    const full = await flatOut(world, 0)
    throughput.push(full.perSecond)
    const steady = await atRate(world)
    p50.push(percentile(steady.latenciesMs, 50))
    p99.push(percentile(steady.latenciesMs, 99))
    ids.push(...full.ids, ...steady.ids)
  }
  const got = await world.receiver.got()
  await requireEnded(world.gateways[0]!, { ids, got, before: 0 })
  return { throughput, p50, p99 }
}

async function atRate({ sender, gateways }: AsyncWorld) {
  const url = gateways[0]!.asyncUrl
  await sender.prepare((perSecond * rateMs) / 1_000)
  const sent = await sender.send({ do: 'at rate', url, perSecond, ms: rateMs, hears: true })
  allAccepted(sent)
  return sent
}
