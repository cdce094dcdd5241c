import { allAccepted } from '../asynchronous/sender.ts'
import { fetchAll } from '../asynchronous/fetch-all.ts'
import { type AsyncWorld, startAsyncWorld } from '../asynchronous/world.ts'
import { ContestantProcess } from '../contestant-process.ts'
import type { Bench, Figure } from '../figure.ts'
import { processorSeconds, processorSecondsOfFamily, knowsProcesses } from '../hop/process-facts.ts'
import { nodeCrypto } from '../peers.ts'
import { compare, type Comparison, median, type Row, skip } from '../row.ts'

const rounds = 5
const roundMs = 3_000
const floorMs = 1_000
const warmUpSeconds = 20
const connections = 64
const bodyBytes = 2 * 1024
/** More than anybody accepts: a message sent twice would be a repeat, which is less work. */
const mostPerSecond = { rsa2048: 3_000, p256: 5_000 }

const about = (id: string, keys: string): Omit<Comparison, 'peer' | 'target'> => ({
  id,
  figure: `messages of 2 KB accepted on the asynchronous channel, durable, signed answer, ${keys}`,
  unit: 'messages per CPU-second',
  better: 'higher',
})

const rateRow = (
  id: string,
  keys: string,
  least: number,
  { perSecond, databaseMicroseconds }: Accepts,
): Row =>
  compare(
    {
      ...about(id, keys),
      peer: `${least.toLocaleString('en')} per CPU-second`,
      target: 1,
      note: `a message takes ${Math.round(1e6 / median(perSecond))} µs of the gateway's processor time and ${Math.round(median(databaseMicroseconds))} µs of PostgreSQL's`,
    },
    perSecond,
    perSecond.map(() => least),
  )

/** Accepting alone: the receiver fetches, so that nothing is pushed. */
const withRsa: Figure = {
  ids: ['async-accept-2k', 'async-accept-2k-floor'],
  async measure(bench) {
    const floorRow = {
      ...about('async-accept-2k-floor', 'RSA-2048'),
      peer: 'floor: 2 × SHA-256, RSA-2048 verify and sign',
      target: 0.35,
    }
    if (!knowsProcesses) return [skip(floorRow, 'needs Linux')]
    const floor = await ContestantProcess.start(nodeCrypto(bench.sender.keyPath))
    try {
      const { good } = bench.sender.message(bodyBytes)
      await floor.run(nodeCrypto(bench.sender.keyPath).warmUpMs, good)
      const floors: number[] = []
      const accepts = await measure(bench, 'rsa2048', async () => {
        floors.push(await floor.run(floorMs, good))
      })
      const rows = [
        rateRow('async-accept-2k', 'RSA-2048', 1_300, accepts),
        compare(
          { ...floorRow, peer: `${floorRow.peer} (${floor.name})` },
          accepts.perSecond,
          floors,
        ),
      ]
      return rows.filter(({ id }) => bench.wanted(id))
    } finally {
      floor.stop()
    }
  },
}

const withP256: Figure = {
  ids: ['async-accept-2k-p256'],
  async measure(bench) {
    if (!knowsProcesses) {
      const peer = '3,000 per CPU-second'
      return [skip({ ...about('async-accept-2k-p256', 'P-256'), peer, target: 1 }, 'needs Linux')]
    }
    return [rateRow('async-accept-2k-p256', 'P-256', 3_000, await measure(bench, 'p256'))]
  },
}

export const asyncAccept: readonly Figure[] = [withRsa, withP256]

interface Accepts {
  /** Of the gateway's processor time; one number per round. */
  readonly perSecond: readonly number[]
  readonly databaseMicroseconds: readonly number[]
}

async function measure(
  { folder }: Bench,
  keyKind: 'rsa2048' | 'p256',
  between: () => Promise<void> = async () => {},
): Promise<Accepts> {
  const order = { serviceId: 'Fetched', bodyBytes, isSenderNice: true } as const
  const world = await startAsyncWorld({ folder, keyKind, ...order })
  try {
    const ids: string[] = []
    const round = async () => {
      const one = await oneRound(world, (mostPerSecond[keyKind] * roundMs) / 1_000)
      ids.push(...one.ids)
      return one
    }
    for (let own = 0; own < warmUpSeconds;) own += (await round()).own
    const perSecond: number[] = []
    const databaseMicroseconds: number[] = []
    for (let number = 0; number < rounds; number++) {
      const one = await round()
      perSecond.push(one.ids.length / one.own)
      databaseMicroseconds.push((one.database * 1e6) / one.ids.length)
      await between()
    }
    await fetchAll(world, ids)
    return { perSecond, databaseMicroseconds }
  } finally {
    await world.stop()
  }
}

async function oneRound({ sender, gateways, databasePid }: AsyncWorld, most: number) {
  await sender.prepare(most)
  const { pid, asyncUrl: url } = gateways[0]!
  const own = processorSeconds(pid)
  const database = processorSecondsOfFamily(databasePid)
  const sent = await sender.send({
    do: 'flat out',
    url,
    connections,
    ms: roundMs,
    count: most,
    hears: false,
  })
  allAccepted(sent)
  return {
    ids: sent.ids,
    own: processorSeconds(pid) - own,
    database: processorSecondsOfFamily(databasePid) - database,
  }
}
