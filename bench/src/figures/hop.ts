import type { KeyKind } from '@arna/pki'
import type { Bench, Figure } from '../figure.ts'
import { arna, type HopContestant, jdkProxy, nodeSoap } from '../hop/contestants.ts'
import { type HopResult, raceHops } from '../hop/hop-race.ts'
import { knowsProcesses } from '../hop/process-facts.ts'
import { startWorld, type World } from '../hop/world.ts'
import type { Skipped } from '../peers.ts'
import { compare, type Comparison, median, type Row, skip } from '../row.ts'

interface Rival {
  readonly id: string
  readonly peer: string
  readonly target: number
  start(world: World): Promise<HopContestant | Skipped>
}

const jdk = { peer: 'Java: JDK 17 HttpServer, HttpClient, XMLDSig, fsync', start: jdkProxy }

/** What a server has to pass in a second of one core, whatever others do. */
const leastPerSecond = 1_100

/** A signed message of 2 KB all the way: verified, journaled, signed, delivered, its answer too. */
function hopFigure(keyKind: KeyKind, keys: string, rivals: readonly Rival[]): Figure {
  const rateId = `${rivals[0]!.id}-rate`
  const ids = [...rivals.map(({ id }) => id), ...(keyKind === 'rsa2048' ? [rateId] : [])]
  const comparison = (id: string): Omit<Comparison, 'peer' | 'target'> => ({
    id,
    figure: `whole signed hop with durable journal, Bodies of 2 KB, ${keys}`,
    unit: 'messages per CPU-second',
    better: 'higher',
  })

  async function measure(bench: Bench): Promise<Row[]> {
    const asked = rivals.filter(({ id }) => bench.wanted(id))
    if (!knowsProcesses) {
      return asked.map((rival) => skip({ ...comparison(rival.id), ...rival }, 'needs Linux'))
    }
    const world = await startWorld({ folder: bench.folder, keyKind })
    const peers: { rival: Rival; peer: HopContestant | Skipped }[] = []
    try {
      for (const rival of asked) peers.push({ rival, peer: await rival.start(world) })
      const running = peers.flatMap(({ peer }) => ('skipped' in peer ? [] : [peer]))
      const [ours, ...others] = await raceHops(world, [arna(world), ...running])
      const rows = peers.map(({ rival: { id, peer: title, target }, peer }) => {
        const about = { ...comparison(id), peer: title, target, note: noteOn(ours!) }
        if ('skipped' in peer) return skip(about, peer.skipped)
        const { name, perSecond } = others.shift()!
        return compare({ ...about, peer: `${title} (${name})` }, ours!.perSecond, perSecond)
      })
      return bench.wanted(rateId) && ids.includes(rateId) ? [...rows, rate(ours!)] : rows
    } finally {
      for (const { peer } of peers) if (!('skipped' in peer)) await peer.stop()
      await world.stop()
    }
  }

  const rate = ({ perSecond }: HopResult): Row =>
    compare(
      { ...comparison(rateId), peer: `${leastPerSecond} a second`, target: 1 },
      perSecond,
      perSecond.map(() => leastPerSecond),
    )

  return { ids, measure }
}

const noteOn = ({ databaseMicroseconds, perSecond }: HopResult): string =>
  `a message takes ${Math.round(1e6 / median(perSecond))} µs of the gateway's processor time and ${Math.round(median(databaseMicroseconds))} µs of PostgreSQL's`

export const hopFigures: readonly Figure[] = [
  hopFigure('rsa2048', 'RSA-2048', [
    { ...jdk, id: 'hop-2k', target: 2.5 },
    {
      id: 'hop-2k-node-soap',
      peer: 'Node: server and client of npm soap, WSSecurityCert',
      target: 10,
      start: nodeSoap,
    },
  ]),
  hopFigure('p256', 'P-256', [{ ...jdk, id: 'hop-2k-p256', target: 2 }]),
]
