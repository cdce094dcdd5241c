import { fillLines, tidyUp } from '../asynchronous/fill-lines.ts'
import { flatOut, requireEnded, warmUp } from '../asynchronous/end-to-end.ts'
import { startAsyncWorld } from '../asynchronous/world.ts'
import type { Figure } from '../figure.ts'
import { compare } from '../row.ts'

const pairs = 7
const waiting = 1_000_000
const bodyBytes = 2 * 1024

/** What messages of other receivers that wait cost a receiver that is there. */
export const asyncBacklog: Figure = {
  ids: ['async-backlog'],
  async measure({ folder }) {
    const order = { keyKind: 'rsa2048', serviceId: 'Pushed', bodyBytes } as const
    const databases = ['arna_empty', 'arna_full']
    const world = await startAsyncWorld({ folder, ...order, databases })
    try {
      const initiatorId = world.parties.senders[0]!.name
      await fillLines(world.gateways[1]!.database, { initiatorId, count: waiting })
      for (const { database } of world.gateways) await tidyUp(database)
      const ids = [await warmUp(world, 0), await warmUp(world, 1)]
      const msPerMessage: number[][] = [[], []]
      for (let pair = 0; pair < pairs; pair++) {
        // Whoever comes second finds what the first one left to do.
        for (const which of pair % 2 === 0 ? [0, 1] : [1, 0]) {
          const { ids: sent, perSecond } = await flatOut(world, which)
          msPerMessage[which]!.push(1_000 / perSecond)
          ids[which]!.push(...sent)
        }
      }
      const got = await world.receiver.got()
      await requireEnded(world.gateways[0]!, { ids: ids[0]!, got, before: 0 })
      await requireEnded(world.gateways[1]!, { ids: ids[1]!, got, before: waiting })
      const [empty, full] = msPerMessage
      return [
        compare(
          {
            id: 'async-backlog',
            figure: `the same flat out with ${waiting.toLocaleString('en')} messages of other receivers waiting`,
            unit: 'ms per message',
            peer: 'the same with an empty queue',
            target: 1.3,
            better: 'lower',
          },
          full!,
          empty!,
        ),
      ]
    } finally {
      await world.stop()
    }
  },
}
