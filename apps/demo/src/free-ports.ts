import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config, Ports } from './config.ts'
import { Obstacle } from './obstacle.ts'

export const host = '127.0.0.1'

const pollMs = 100

/**
 * Names every port that is taken at once, before anything starts. After a kill -9 the processes of the run before need a
 * moment to notice and to go: `patienceMs`.
 */
export async function checkPorts(config: Config, patienceMs: number): Promise<void> {
  const wanted = portsOf(config.ports, config.databaseUrl === undefined)
  const end = performance.now() + patienceMs
  for (;;) {
    const taken = await takenOf(wanted)
    if (taken.length === 0) return
    if (performance.now() < end) {
      await delay(pollMs)
      continue
    }
    const free = await freeBase(config)
    const [ports, programs] =
      taken.length === 1
        ? [`Port ${taken[0]} is`, 'that program']
        : [`Ports ${list(taken)} are`, 'those programs']
    throw new Obstacle(
      `${ports} taken by another program: stop ${programs}, or move all ports together, for example with ARNA_PORT_BASE=${free}.`,
    )
  }
}

function portsOf(ports: Ports, embedded: boolean): number[] {
  const gateways = Object.values(ports.gateways)
  return [ports.startPage, ...gateways, ...(embedded ? [ports.postgres] : []), ports.demoService]
}

async function takenOf(ports: readonly number[]): Promise<number[]> {
  const free = await Promise.all(ports.map(isFree))
  return ports.filter((_, index) => !free[index])
}

async function freeBase({ portBase, ports }: Config): Promise<number> {
  const offsets = portsOf(ports, true).map((port) => port - portBase)
  for (let base = portBase + 100; base < 65_000; base += 100) {
    if ((await takenOf(offsets.map((offset) => base + offset))).length === 0) return base
  }
  return 20_000
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}

const list = (ports: readonly number[]): string =>
  `${ports.slice(0, -1).join(', ')} and ${ports.at(-1)}`
