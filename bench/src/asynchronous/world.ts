import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, openDatabase, startEmbedded } from '@arna/database'
import type { KeyKind } from '@arna/pki'
import { freePort } from '@arna/testing'
import { type RunningGateway, startGateway } from '../hop/gateway.ts'
import { issueParties, type Parties } from '../hop/parties.ts'
import { beside } from '../hop/program.ts'
import { asyncRegistryOf } from './registry.ts'
import { type AsyncReceiver, startAsyncReceiver } from './receiver.ts'
import { type AsyncSender, startAsyncSender } from './sender.ts'

export interface AsyncWorldOrder {
  readonly folder: string
  readonly keyKind: KeyKind
  /** What the sender calls: messages of `Pushed` are handed over, and it is told of their ends; those of `Fetched` lie still. */
  readonly serviceId: 'Pushed' | 'Fetched'
  readonly bodyBytes: number
  readonly isSenderNice?: boolean
  /** A gateway on a database of its own for each name; all on one server. */
  readonly databases?: readonly string[]
}

/** Gateways at work on the asynchronous channel, PostgreSQL with its real fsync, a sender and a receiver. */
export interface AsyncWorld {
  readonly parties: Parties
  readonly gateways: readonly AsyncGateway[]
  readonly sender: AsyncSender
  readonly receiver: AsyncReceiver
  /** The process of PostgreSQL that started the others. */
  readonly databasePid: number
  stop(): Promise<void>
}

export interface AsyncGateway extends RunningGateway {
  readonly database: Database
}

export async function startAsyncWorld(order: AsyncWorldOrder): Promise<AsyncWorld> {
  const folder = join(order.folder, `async-world-${worlds++}`)
  mkdirSync(folder)
  const started: (() => Promise<void>)[] = []
  const keep = <T extends { stop(): Promise<void> }>(one: T): T => {
    started.push(() => one.stop())
    return one
  }
  const stop = async (): Promise<void> => {
    for (const one of started.toReversed()) await one()
  }
  try {
    const { serviceId, bodyBytes, isSenderNice = false, databases = ['arna_bench'] } = order
    const parties = await issueParties(folder, order.keyKind, ['sender'])
    const server = keep(
      await beside(async () =>
        startEmbedded({ folder: join(folder, 'database'), port: await freePort(), log: () => {} }),
      ),
    )
    const gatewayPath = parties.gateway.certificatePath
    const receiver = keep(await startAsyncReceiver(parties.provider, gatewayPath))
    const sender = keep(
      await startAsyncSender(
        { sender: parties.senders[0]!, gateway: gatewayPath, serviceId, bodyBytes },
        { nice: isSenderNice },
      ),
    )
    const registry = await asyncRegistryOf(parties, {
      receiverUrl: receiver.url,
      statusUrl: serviceId === 'Pushed' ? sender.url : undefined,
    })
    const gateways: AsyncGateway[] = []
    for (const databaseName of databases) {
      const home = join(folder, databaseName)
      mkdirSync(home)
      const databaseUrl = server.url('postgres')
      const gateway = keep(
        await startGateway({ folder: home, databaseUrl, databaseName, parties, registry }),
      )
      const database = openDatabase(gateway.databaseUrl, { max: 1 })
      started.push(() => database.close())
      gateways.push({ ...gateway, database })
    }
    return { parties, gateways, sender, receiver, databasePid: server.pid, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

let worlds = 0
