import { arnaVerify } from '../arna.ts'
import type { Bench, Figure } from '../figure.ts'
import { jdk, libxmlsec, type Peer, xmlCrypto } from '../peers.ts'
import { type Entry, race } from '../race.ts'
import { compare, type Comparison, type Row, skip } from '../row.ts'

const KB = 1024

interface Rival {
  /** Ends the row's id; the first rival has none. */
  readonly suffix: string
  readonly peer: string
  readonly target: number
  prepare(bench: Bench): Peer
}

/** One message with all checks, against what others need for the signature alone. */
function verifyFigure(kilobytes: number, targetAgainstC: number): Figure {
  const rivals: readonly Rival[] = [
    {
      suffix: '',
      peer: 'C: libxml2 + libxmlsec1',
      target: targetAgainstC,
      prepare: ({ folder, sender }) => libxmlsec(folder, sender.certificatePath),
    },
    {
      suffix: '-jdk',
      peer: 'Java: JDK 17 XMLDSig',
      target: 1.5,
      prepare: ({ folder, sender }) => jdk(folder, sender.certificatePath),
    },
    {
      suffix: '-xml-crypto',
      peer: 'Node: xml-crypto',
      target: 30,
      prepare: ({ sender }) => xmlCrypto(sender.certificatePath),
    },
  ]
  const id = ({ suffix }: Rival): string => `verify-${kilobytes}k${suffix}`
  const comparison = (rival: Rival): Comparison => ({
    id: id(rival),
    figure: `verify one message with all checks, Body of ${kilobytes} KB`,
    unit: 'messages/s per core',
    peer: rival.peer,
    target: rival.target,
    better: 'higher',
  })

  async function measure(bench: Bench): Promise<Row[]> {
    const message = bench.sender.message(kilobytes * KB)
    const prepared = rivals
      .filter((rival) => bench.wanted(id(rival)))
      .map((rival) => ({ rival, peer: rival.prepare(bench) }))
    const entries: Entry[] = [{ ...arnaVerify(bench.sender), message }]
    for (const { peer } of prepared) if ('command' in peer) entries.push({ ...peer, message })
    const [arna, ...others] = entries.length > 1 ? await race(entries) : []
    return prepared.map(({ rival, peer }) => {
      if ('skipped' in peer) return skip(comparison(rival), peer.skipped)
      const { name, perSecond } = others.shift()!
      return compare(
        { ...comparison(rival), peer: `${rival.peer} (${name})` },
        arna!.perSecond,
        perSecond,
      )
    })
  }

  return { ids: rivals.map(id), measure }
}

export const verifyFigures: readonly Figure[] = [
  verifyFigure(2, 1.4),
  verifyFigure(20, 1.2),
  verifyFigure(200, 1.2),
]
