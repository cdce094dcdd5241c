import { processorSeconds, knowsProcesses } from '../hop/process-facts.ts'
import { allAccepted } from './sender.ts'
import type { AsyncGateway, AsyncWorld } from './world.ts'

const connections = 64
/** Of each round. The senders are faster than the receiver is served: most of them wait in their line for a while. */
const messages = 1_500
/** A gateway that takes longer for them has failed. */
const longestMs = 60_000
/** Of the gateway's own processor time: just-in-time compilers need long to settle. */
const warmUpSeconds = 20
const warmUpRounds = 6

/** As fast as they are accepted; the round ends when the sender has the last status. */
export async function flatOut({ sender, gateways }: AsyncWorld, gateway: number) {
  const url = gateways[gateway]!.asyncUrl
  await sender.prepare(messages)
  const sent = await sender.send({
    do: 'flat out',
    url,
    connections,
    ms: longestMs,
    count: messages,
    hears: true,
  })
  return { ids: sent.ids, perSecond: (allAccepted(sent) * 1_000) / sent.ms }
}

export async function warmUp(world: AsyncWorld, gateway: number): Promise<string[]> {
  const { pid } = world.gateways[gateway]!
  const ids: string[] = []
  const isWarm = (start: number, rounds: number): boolean =>
    knowsProcesses ? processorSeconds(pid) - start >= warmUpSeconds : rounds >= warmUpRounds
  const start = knowsProcesses ? processorSeconds(pid) : 0
  for (let rounds = 0; !isWarm(start, rounds); rounds++) {
    ids.push(...(await flatOut(world, gateway)).ids)
  }
  return ids
}

export interface Ended {
  readonly ids: readonly string[]
  /** What the receiver was called with. */
  readonly got: readonly string[]
  /** Deliveries that were there before. */
  readonly before: number
}

/** The gateway ends; then the receiver has had every message, and nothing is left but what was there before. */
export async function requireEnded(
  gateway: AsyncGateway,
  { ids, got, before }: Ended,
): Promise<void> {
  await gateway.stop()
  const pushed = new Set(got)
  const missing = ids.filter((id) => !pushed.has(id))
  const [row] = await gateway.database.query<{ waiting: number; delivered: number }>(
    `select (select count(*) from delivery) as waiting,
       (select count(*) from delivery_message where state = 'DELIVERED') as delivered`,
  )
  const { waiting, delivered } = row!
  if (missing.length > 0 || waiting !== before || delivered !== ids.length) {
    throw new Error(
      `of ${ids.length} accepted messages ${missing.length} were not pushed, ${delivered} are known as delivered; ${waiting - before} deliveries are left`,
    )
  }
}
