import type { Figure } from '../figure.ts'
import { allAnswered, type Generator } from '../hop/generator.ts'
import { startWorld, type World } from '../hop/world.ts'
import { percentile } from '../percentile.ts'
import { compare } from '../row.ts'

const rounds = 5
const roundMs = 6_000
const warmUpMs = 8_000
/** Of all quiet senders together. */
const perSecond = 50
const bodyBytes = 2 * 1024
/** Prepared once and then sent from the front again: a greedy sender does that, too. */
const floodMessages = 10_000

/**
 * What quiet senders notice when another one sends as fast as it can over many connections, and a provider that a third
 * one calls does not answer.
 */
export const quiet: Figure = {
  ids: ['quiet'],
  async measure({ folder }) {
    const world = await startWorld({
      folder,
      keyKind: 'p256',
      senders: ['quiet', 'greedy', 'waiting'],
      // A service of its own for each, as in life; the provider's process is the same.
      answers: { Prepared: bodyBytes, Popular: bodyBytes },
    })
    try {
      const { alone, beside, flood } = await measure(world)
      return [
        compare(
          {
            id: 'quiet',
            figure: `99th percentile of quiet senders (${perSecond} messages/s) while one sender floods and one provider hangs`,
            unit: 'ms',
            peer: 'the same alone',
            target: 2,
            better: 'lower',
            note: `the flood was answered with ${flood}`,
          },
          beside,
          alone,
        ),
      ]
    } finally {
      await world.stop()
    }
  },
}

async function measure(world: World) {
  const { parties, gateway } = world
  const [quietSender, greedySender, waitingSender] = parties.senders
  const quietly = await world.generator({
    sender: quietSender!,
    serviceId: 'Prepared',
    bodyBytes,
  })
  const greedily = await world.generator({
    sender: greedySender!,
    serviceId: 'Popular',
    bodyBytes,
    nice: true,
  })
  const waiting = await world.generator({
    sender: waitingSender!,
    serviceId: 'Hangs',
    bodyBytes,
    nice: true,
  })
  const { url } = gateway
  await greedily.prepare(floodMessages)
  await waiting.prepare(1_000)
  await quietRound(quietly, url, warmUpMs)
  await greedily.send({ do: 'flat out', url, connections: 64, ms: warmUpMs })

  const statuses: Record<string, number> = {}
  const alone: number[] = []
  const beside: number[] = []
  for (let round = 0; round < rounds; round++) {
    alone.push(await quietRound(quietly, url, roundMs))
    const ms = roundMs + 1_500
    const noise = Promise.all([
      greedily.send({ do: 'flat out', url, connections: 64, ms }),
      waiting.send({ do: 'flat out', url, connections: 32, ms, abandons: true }),
    ])
    beside.push(await quietRound(quietly, url, roundMs))
    const [flood] = await noise
    for (const [status, count] of Object.entries(flood.statuses)) {
      statuses[status] = (statuses[status] ?? 0) + count
    }
  }
  const flood = Object.entries(statuses)
    .map(([status, count]) => `${status} ${count} times`)
    .join(', ')
  return { alone, beside, flood }
}

async function quietRound(generator: Generator, url: string, ms: number): Promise<number> {
  await generator.prepare((perSecond * ms) / 1000)
  const sent = await generator.send({ do: 'at rate', url, perSecond, ms })
  allAnswered(sent)
  return percentile(sent.latenciesMs, 99)
}
