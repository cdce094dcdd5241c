import { type ChildProcess } from 'node:child_process'
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, migrate, openDatabase } from '@arna/database'
import type { KeyPair } from '@arna/pki'
import {
  type AsynchronousDelivery,
  type Connection,
  hashPassword,
  type InformationSystem,
  publishSnapshot,
  type RegistrySource,
  type Service,
  usualAsynchronous,
  usualConnection,
  usualReceiver,
  usualService,
  usualSystem,
} from '@arna/registry'
import { createTestAuthority, freePort, throwawayDatabase } from '@arna/testing'
import { inject, onTestFinished } from 'vitest'
import { startGateway, stopGateway } from '../live/gateway-process.ts'
import { Member } from './member.ts'

const bin = '123456789012'

/** What differs from service to service; all of them are the provider's, and both clients may call them. */
const services: Readonly<Record<string, Partial<AsynchronousDelivery>>> = {
  Pushed: {},
  /** The receiver's answer is not enough. */
  Confirmed: { pushedIsDelivered: false, leaseSeconds: 1 },
  Fetched: { requests: 'pull', leaseSeconds: 1 },
  FetchedIsDelivered: { requests: 'pull', fetchedIsDelivered: true },
  Brief: { expirySeconds: 1 },
  BriefFetched: { requests: 'pull', expirySeconds: 1 },
}

export interface AsyncWorldOptions {
  /** Gateway processes on the one database; 1 when left out. */
  readonly gateways?: number
  /** In place of a throwaway database; it is empty. */
  readonly databaseUrl?: string
  readonly change?: (source: RegistrySource) => RegistrySource
  readonly more?: Readonly<Record<string, Partial<AsynchronousDelivery>>>
}

export interface Process {
  readonly url: string
  readonly child: ChildProcess
  kill(): Promise<void>
  start(): Promise<void>
}

export interface AsyncWorld {
  readonly database: Database
  readonly databaseUrl: string
  readonly client: Member
  readonly other: Member
  readonly provider: Member
  readonly gateways: readonly Process[]
  readonly configFile: string
  readonly journalKeyFile: string
  /** Publishes the registry with a change; resolves when it is published, and gateways take it over within a second. */
  publish(change: (source: RegistrySource) => RegistrySource): Promise<void>
  stop(): Promise<void>
}

/** A world that ends with the test. */
export async function asyncWorld(options: AsyncWorldOptions = {}): Promise<AsyncWorld> {
  const world = await startAsyncWorld(options)
  onTestFinished(() => world.stop())
  return world
}

/** Real gateway processes, a database, and three members that call and are called. */
export async function startAsyncWorld({
  gateways: count = 1,
  databaseUrl,
  change = (source) => source,
  more = {},
}: AsyncWorldOptions = {}): Promise<AsyncWorld> {
  const authority = await createTestAuthority()
  const [gateway, ...pairs] = (await Promise.all(
    Array.from({ length: 4 }, () => authority.issue({ bin, keyKind: 'p256' })),
  )) as [KeyPair, ...KeyPair[]]
  const names = ['client', 'other', 'provider'] as const
  const members = names.map((name, index) => new Member(name, pairs[index]!, [gateway.certificate]))
  await Promise.all(members.map((member) => member.listen()))
  const [client, other, provider] = members as [Member, Member, Member]
  const throwaway = await databaseFor(databaseUrl)
  const publication = generateKeyPairSync('ed25519')
  const base = await registryOf(members, { ...services, ...more })
  const publish = async (changed: (source: RegistrySource) => RegistrySource): Promise<void> => {
    await publishSnapshot(throwaway.database, changed(base), { key: publication.privateKey })
  }
  await publish(change)
  const folder = mkdtempSync(join(tmpdir(), 'arna async '))
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    return path
  }
  const shared = {
    mode: 'production',
    trust: file('trust.pem', authority.certificate.pem),
    publicationKeys: file('publication.pem', pemOf(publication.publicKey, 'spki')),
    maskKey: file('mask', randomBytes(32).toString('hex')),
    journalKey: file('journal.key', `k1 ${randomBytes(32).toString('hex')}\n`),
  }
  const instance = {
    environment: 'test',
    role: 'inner',
    host: '127.0.0.1',
    databaseUrl: throwaway.url,
    certificate: file('gateway.crt', gateway.certificate.pem),
    key: file('gateway.key', pemOf(gateway.key, 'pkcs8')),
  }
  const gateways: Process[] = []
  let configFile = ''
  for (let number = 1; number <= count; number++) {
    const port = await freePort()
    const log = file(`gateway-${number}.log`, '')
    configFile = file(
      `gateway-${number}.json`,
      JSON.stringify({
        ...shared,
        logFile: log,
        stateFolder: `state-${number}`,
        instances: [{ ...instance, name: `gateway-${number}`, port }],
      }),
    )
    gateways.push(await processOf(configFile, log, port))
  }
  for (const member of members) member.knocksAt(gateways[0]!.url)
  return {
    database: throwaway.database,
    databaseUrl: throwaway.url,
    client,
    other,
    provider,
    gateways,
    configFile,
    journalKeyFile: shared.journalKey,
    publish,
    stop: async () => {
      await Promise.all(gateways.map(({ child }) => ended(child)))
      await Promise.all(members.map((member) => member.stop()))
      await throwaway.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function processOf(config: string, log: string, port: number): Promise<Process> {
  let child = await startGateway({ config, log })
  return {
    url: `http://127.0.0.1:${port}/bip-async-wss-gost/`,
    get child() {
      return child
    },
    kill: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
    start: async () => {
      child = await startGateway({ config, log })
    },
  }
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode === null && child.signalCode === null ? stopGateway(child) : Promise.resolve()

async function databaseFor(url: string | undefined) {
  if (url === undefined) return throwawayDatabase(inject('throwawayServer'))
  const database = openDatabase(url, { max: 2 })
  await migrate(database)
  return { database, url, drop: () => database.close() }
}

async function registryOf(
  members: readonly Member[],
  asynchronous: Readonly<Record<string, Partial<AsynchronousDelivery>>>,
): Promise<RegistrySource> {
  const organisation = { id: 'test', name: 'АО ТЕСТ', bin, isState: true }
  const systems = await Promise.all(
    members.map(async ({ name, password, pair, url }): Promise<InformationSystem> => ({
      ...usualSystem,
      senderId: name,
      organisation,
      passwordHash: await hashPassword(password),
      certificates: [pair.certificate],
      receiver: { ...usualReceiver, url, networks: ['loopback'] },
    })),
  )
  const provider = members.at(-1)!
  const all = Object.entries(asynchronous).map(([serviceId, delivery]): Service => ({
    ...usualService,
    serviceId,
    owner: provider.name,
    url: provider.url,
    networks: ['loopback'],
    maxTimeSeconds: 2,
    channels: ['async'],
    asynchronous: { ...usualAsynchronous, ...delivery },
  }))
  return {
    environment: 'test',
    contour: 'inner',
    organisations: [organisation],
    systems,
    services: all,
    connections: ['client', 'other'].flatMap((system) =>
      all.map(({ serviceId }): Connection => ({ ...usualConnection, system, service: serviceId })),
    ),
  }
}

const pemOf = (key: KeyObject, type: 'spki' | 'pkcs8'): string =>
  key.export({ type, format: 'pem' } as { type: 'spki'; format: 'pem' }).toString()
