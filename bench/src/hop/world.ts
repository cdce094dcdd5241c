import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbedded } from '@arna/database'
import type { KeyKind } from '@arna/pki'
import { freePort } from '@arna/testing'
import { type RunningGateway, startGateway } from './gateway.ts'
import { type Generator, startGenerator } from './generator.ts'
import { issueParties, type Parties, type Party } from './parties.ts'
import { beside } from './program.ts'
import { startProvider } from './provider.ts'
import { registryOf } from './registry.ts'

export interface WorldOrder {
  readonly folder: string
  readonly keyKind?: KeyKind
  readonly senders?: readonly string[]
  /** Services that answer with what was signed before; 'Prepared' with a Body of 2 KB when left out. */
  readonly answers?: Readonly<Record<string, number>>
  readonly gatewayArguments?: readonly string[]
  /** See `RegistryOrder`. */
  readonly maxConcurrent?: number
}

/** A gateway at work: PostgreSQL with its real fsync, a provider, senders, and the gateway between them. */
export interface World {
  readonly folder: string
  readonly parties: Parties
  readonly providerUrl: string
  readonly gateway: RunningGateway
  /** The process of PostgreSQL that started the others. */
  readonly databasePid: number
  /** Of the first sender when none is named. It ends with the world. */
  generator(order: {
    readonly sender?: Party
    readonly serviceId: string
    readonly bodyBytes: number
    readonly nice?: boolean
  }): Promise<Generator>
  stop(): Promise<void>
}

export async function startWorld(order: WorldOrder): Promise<World> {
  const folder = join(order.folder, `world-${worlds++}`)
  mkdirSync(folder)
  const started: { stop(): Promise<void> }[] = []
  const keep = <T extends { stop(): Promise<void> }>(one: T): T => {
    started.push(one)
    return one
  }
  const stop = async (): Promise<void> => {
    for (const one of started.toReversed()) await one.stop()
  }
  try {
    const { keyKind = 'rsa2048', senders = ['sender'], answers = { Prepared: 2 * 1024 } } = order
    const parties = await issueParties(folder, keyKind, senders)
    const database = keep(
      await beside(async () =>
        startEmbedded({ folder: join(folder, 'database'), port: await freePort(), log: () => {} }),
      ),
    )
    const provider = keep(await startProvider(parties, answers))
    const gateway = keep(
      await startGateway({
        folder,
        databaseUrl: database.url('postgres'),
        parties,
        registry: await registryOf({
          parties,
          services: [...Object.keys(answers), 'Fresh', 'Tampered', 'Hangs'],
          providerUrl: provider.url,
          ...(order.maxConcurrent !== undefined && { maxConcurrent: order.maxConcurrent }),
        }),
        ...(order.gatewayArguments && { nodeArguments: order.gatewayArguments }),
      }),
    )
    return {
      folder,
      parties,
      providerUrl: provider.url,
      gateway,
      databasePid: database.pid,
      generator: async ({ sender = parties.senders[0]!, nice = false, ...rest }) =>
        keep(await startGenerator({ sender, ...rest }, { nice })),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

let worlds = 0
