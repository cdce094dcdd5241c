import { scan } from '@arna/xml'
import { readTransportSignature, verifyTransportSignature } from '@arna/xml-security'
import { tampered } from '../messages.ts'
import { messageMaker } from '../signed-messages.ts'
import type { HopContestant } from './contestants.ts'
import { allAnswered, type Generator } from './generator.ts'
import { signerFrom } from './parties.ts'
import { processorSeconds, processorSecondsOfFamily } from './process-facts.ts'
import type { World } from './world.ts'

const rounds = 5
/** Of each contestant's own processor time: just-in-time compilers need long to settle. */
const warmUpSeconds = 20
const roundMs = 3_000
const connections = 64
const bodyBytes = 2 * 1024

export interface HopResult {
  readonly name: string
  /** Messages per second of processor time of the contestant, all its threads together; one number per round. */
  readonly perSecond: readonly number[]
  /** Processor time of PostgreSQL per message, in microseconds; beside the gateway only. */
  readonly databaseMicroseconds: readonly number[]
}

/**
 * Whole hops at full load: sender → contestant → provider and back. Contestants are measured in turns; before that each
 * must pass a message that the provider accepts, and refuse a tampered request and a tampered answer.
 */
export async function raceHops(
  world: World,
  contestants: readonly HopContestant[],
): Promise<HopResult[]> {
  for (const contestant of contestants) await crossCheck(world, contestant)
  const generator = await world.generator({ serviceId: 'Prepared', bodyBytes, nice: true })
  const entries = contestants.map((contestant) => ({
    contestant,
    perSecond: [] as number[],
    databaseMicroseconds: [] as number[],
  }))
  for (const { contestant } of entries) {
    for (let own = 0; own < warmUpSeconds;) {
      own += (await oneRound(world, contestant, generator)).own
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const { contestant, perSecond, databaseMicroseconds } of entries) {
      const { count, own, database } = await oneRound(world, contestant, generator)
      perSecond.push(count / own)
      databaseMicroseconds.push((database * 1e6) / count)
    }
  }
  return entries.map(({ contestant: { name }, ...measured }) => ({ name, ...measured }))
}

/** More than anybody passes in a round: a message sent twice would be a repeat, which is less work. */
const mostPerRound = 2_500 * (roundMs / 1_000)

async function oneRound(world: World, contestant: HopContestant, generator: Generator) {
  await generator.prepare(mostPerRound)
  const own = processorSeconds(contestant.pid)
  const database = processorSecondsOfFamily(world.databasePid)
  const url = contestant.url('Prepared')
  const sent = await generator.send({ do: 'flat out', url, connections, ms: roundMs })
  return {
    count: allAnswered(sent),
    own: processorSeconds(contestant.pid) - own,
    database: processorSecondsOfFamily(world.databasePid) - database,
  }
}

async function crossCheck(world: World, contestant: HopContestant): Promise<void> {
  const { gateway, senders } = world.parties
  const sender = senders[0]!
  const make = (serviceId: string): Buffer =>
    messageMaker({
      from: { senderId: sender.name, password: sender.password },
      signer: signerFrom(sender),
      serviceId,
      bodyBytes,
    })()
  const ask = async (serviceId: string, message: Buffer): Promise<Buffer | undefined> => {
    const headers = { 'content-type': 'text/xml; charset=utf-8' }
    const body = new Uint8Array(message)
    const answer = await fetch(contestant.url(serviceId), { method: 'POST', headers, body })
    const bytes = Buffer.from(await answer.arrayBuffer())
    return answer.ok ? bytes : undefined
  }
  const answer = await ask('Fresh', make('Fresh'))
  if (answer === undefined) throw new Error(`${contestant.name} does not pass a good message`)
  verifyTransportSignature(readTransportSignature(scan(answer)), gateway.certificate.publicKey)
  if ((await ask('Fresh', tampered(make('Fresh')))) !== undefined) {
    throw new Error(`${contestant.name} passes a tampered message: it does not verify`)
  }
  if ((await ask('Tampered', make('Tampered'))) !== undefined) {
    throw new Error(`${contestant.name} passes a tampered answer: it does not verify`)
  }
  console.log(
    `  ${contestant.name} passes a good message, refuses a tampered one and a tampered answer`,
  )
}
