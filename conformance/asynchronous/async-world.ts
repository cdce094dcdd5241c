import { type ChildProcess } from 'node:child_process'
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, migrate, openDatabase } from '@arna/database'
import type { Certificate, KeyKind, KeyPair } from '@arna/pki'
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
import { type GatewayFiles, startGateway, stopGateway } from '../live/gateway-process.ts'
import { Member } from './member.ts'

const bin = '123456789012'

/** What differs from service to service; all of them are the provider's, and all others may call them. */
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
  /** The first process has a gateway of the outer contour beside its own, on the same database. */
  readonly hasOuter?: boolean
  /** In place of a throwaway database; it is empty. */
  readonly databaseUrl?: string
  readonly change?: (source: RegistrySource) => RegistrySource
  readonly more?: Readonly<Record<string, Partial<AsynchronousDelivery>>>
  /** Of every service; 2 when left out, which a busy machine may exceed. */
  readonly maxTimeSeconds?: number
  /** Of the gateway and all systems; p256 when left out. */
  readonly keyKind?: KeyKind
  /** Systems beside the three, by their names, with the addresses that they are called at: programs of other makers. */
  readonly guests?: Readonly<Record<string, string>>
}

/** Who is registered, whatever answers at its address. */
export interface Guest {
  readonly name: string
  readonly password: string
  readonly pair: KeyPair
  readonly url: string
}

export interface Process {
  readonly url: string
  readonly child: ChildProcess
  /** kill -9, also while it starts; resolves when it is gone. */
  kill(): Promise<void>
  /** As a supervisor would, with the same configuration; resolves when its door is open. */
  start(options?: Pick<GatewayFiles, 'preload' | 'env'>): Promise<void>
  /** Resolves when the process that runs now is gone. */
  readonly gone: Promise<void>
}

export interface AsyncWorld {
  readonly database: Database
  readonly databaseUrl: string
  readonly client: Member
  readonly other: Member
  readonly provider: Member
  readonly guests: ReadonlyMap<string, Guest>
  /** What the gateway signs with. */
  readonly gatewayCertificate: Certificate
  readonly gateways: readonly Process[]
  /** The door of the outer contour, where there is one. */
  readonly outerUrl: string
  readonly configFile: string
  readonly journalKeyFile: string
  /** Publishes the registry with a change; resolves when every gateway that lives goes by it. */
  readonly publish: (change: (source: RegistrySource) => RegistrySource) => Promise<void>
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
  hasOuter = false,
  databaseUrl,
  change = (source) => source,
  more = {},
  keyKind = 'p256',
  guests: guestUrls = {},
  maxTimeSeconds = 2,
}: AsyncWorldOptions = {}): Promise<AsyncWorld> {
  const authority = await createTestAuthority()
  const [gateway, ...pairs] = (await Promise.all(
    Array.from({ length: 4 + Object.keys(guestUrls).length }, () =>
      authority.issue({ bin, keyKind }),
    ),
  )) as [KeyPair, ...KeyPair[]]
  const names = ['client', 'other', 'provider'] as const
  const members = names.map((name, index) => new Member(name, pairs[index]!, [gateway.certificate]))
  await Promise.all(members.map((member) => member.listen()))
  const [client, other, provider] = members as [Member, Member, Member]
  const guests = Object.entries(guestUrls).map(([name, url], index): Guest => ({
    name,
    password: `the password of ${name}`,
    pair: pairs[names.length + index]!,
    url,
  }))
  const throwaway = await databaseFor(databaseUrl)
  const publication = generateKeyPairSync('ed25519')
  const clients = [client, other, ...guests]
  const base = await registryOf(clients, provider, { ...services, ...more }, maxTimeSeconds)
  const gateways: Process[] = []
  const publish = async (changed: (source: RegistrySource) => RegistrySource): Promise<void> => {
    const key = publication.privateKey
    const source = changed(base)
    const { number } = await publishSnapshot(throwaway.database, source, { key })
    if (hasOuter) {
      await publishSnapshot(throwaway.database, { ...source, contour: 'outer' }, { key })
    }
    const living = gateways.filter(({ child }) => child.exitCode === null && !child.killed)
    await Promise.all(living.map(({ url }) => inForce(url, number)))
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
  let configFile = ''
  const outer = { ...instance, name: 'outer-1', role: 'outer', port: await freePort() }
  for (let number = 1; number <= count; number++) {
    const port = await freePort()
    const log = file(`gateway-${number}.log`, '')
    configFile = file(
      `gateway-${number}.json`,
      JSON.stringify({
        ...shared,
        logFile: log,
        stateFolder: `state-${number}`,
        instances: [
          { ...instance, name: `gateway-${number}`, port },
          ...(hasOuter && number === 1 ? [outer] : []),
        ],
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
    guests: new Map(guests.map((guest) => [guest.name, guest])),
    gatewayCertificate: gateway.certificate,
    gateways,
    outerUrl: `http://127.0.0.1:${outer.port}/bip-async-wss-gost/`,
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
  let child!: ChildProcess
  let gone!: Promise<void>
  const onStart = (started: ChildProcess): void => {
    child = started
    gone = new Promise((resolve) => started.once('exit', () => resolve()))
  }
  const start: Process['start'] = async (options) => {
    await startGateway({ config, log, ...options, onStart })
  }
  await start()
  return {
    url: `http://127.0.0.1:${port}/bip-async-wss-gost/`,
    get child() {
      return child
    },
    get gone() {
      return gone
    },
    kill: () => {
      child.kill('SIGKILL')
      return gone
    },
    start,
  }
}

async function inForce(url: string, number: number): Promise<void> {
  const line = new RegExp(`^arna_registry_number\\{instance="gateway-.*\\} ${number}$`, 'm')
  const metrics = async (): Promise<string> => (await fetch(new URL('/metrics', url))).text()
  while (!line.test(await metrics()));
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
  clients: readonly Guest[],
  provider: Guest,
  asynchronous: Readonly<Record<string, Partial<AsynchronousDelivery>>>,
  maxTimeSeconds: number,
): Promise<RegistrySource> {
  const organisation = { id: 'test', name: 'АО ТЕСТ', bin, isState: true }
  const systems = await Promise.all(
    [...clients, provider].map(
      async ({ name, password, pair, url }): Promise<InformationSystem> => ({
        ...usualSystem,
        senderId: name,
        organisation,
        passwordHash: await hashPassword(password),
        certificates: [pair.certificate],
        receiver: { ...usualReceiver, url, networks: ['loopback'] },
      }),
    ),
  )
  const all = Object.entries(asynchronous).map(([serviceId, delivery]): Service => ({
    ...usualService,
    serviceId,
    owner: provider.name,
    url: provider.url,
    networks: ['loopback'],
    maxTimeSeconds,
    channels: ['async'],
    asynchronous: { ...usualAsynchronous, ...delivery },
  }))
  return {
    environment: 'test',
    contour: 'inner',
    organisations: [organisation],
    systems,
    services: all,
    connections: clients.flatMap(({ name }) =>
      all.map(({ serviceId }): Connection => ({
        ...usualConnection,
        system: name,
        service: serviceId,
      })),
    ),
  }
}

const pemOf = (key: KeyObject, type: 'spki' | 'pkcs8'): string =>
  key.export({ type, format: 'pem' } as { type: 'spki'; format: 'pem' }).toString()
