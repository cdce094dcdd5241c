import type { ChildProcess } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, migrate, openDatabase } from '@arna/database'
import type { KeyPair } from '@arna/pki'
import {
  publishSnapshot,
  readSecretKey,
  type RegistrySource,
  type SecretKey,
  type Service,
  setSecret,
  signSnapshot,
} from '@arna/registry'
import { freePort, throwawayDatabase } from '@arna/testing'
import { type GatewayFiles, startGateway, stopGateway } from './gateway-process.ts'
import { issueParties, type MemberName, type Parties } from './members.ts'
import { checkedServices } from './checked-services.ts'
import { passwordOfArna, tokenOfArna } from './demands.ts'
import { demandingServices } from './demanding-services.ts'
import { behaviours, type LiveProvider, startProvider } from './provider.ts'
import { reachedServices } from './reached-services.ts'
import { service } from './service.ts'

/** One party of the world: what it knows of itself, in PEM where that applies. */
export interface Member {
  readonly senderId: string
  readonly password: string
  readonly key: string
  readonly certificate: string
}

/** A live gateway with its database, its members and its provider; everything a rule needs to speak to it. */
export interface World {
  readonly url: string
  readonly databaseUrl: string
  readonly providerUrl: string
  /** PEM of the key that signs what is published. */
  readonly publicationKey: string
  readonly gatewayCertificate: string
  readonly registryFile: string
  /** The gateway's own. */
  readonly configFile: string
  /** What the gateway trusts, in PEM. */
  readonly trust: string
  readonly members: Readonly<Record<MemberName, Member>>
  /** Issued by the trusted authority, registered for nobody; IIN and BIN are those of `client`. */
  readonly unregistered: Omit<Member, 'senderId' | 'password'>
}

export interface WorldOptions {
  /** All when left out. */
  readonly members?: readonly MemberName[]
  /** Default true. */
  readonly publishes?: boolean
  /** Of the gateway's configuration; see `InstanceConfig`. */
  readonly publicUrl?: string
  /** Of the gateway's configuration; see `InstanceConfig`. */
  readonly requestSeconds?: number
  /** Of the gateway's configuration. */
  readonly maxBytesUnderWay?: number
  /** Of the gateway's configuration. */
  readonly acceptanceSeconds?: number
  /** Of the gateway's configuration. */
  readonly registryMaxAgeSeconds?: number
  /** The registry comes as a file, and its place is `World.registryFile`. */
  readonly registryByFile?: boolean
  /** Run in the database before the gateway starts. */
  readonly prepare?: string
  /** See GatewayFiles. */
  readonly preload?: string
  /** In place of a throwaway database; it is empty. */
  readonly databaseUrl?: string
  /** Of every service; see `Service`. */
  readonly services?: Partial<Service>
}

/** The gateway's process, for whoever wants to kill it. */
export interface LiveGateway {
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  /** As a supervisor would, with the same configuration; resolves when its doors are open. */
  start(options?: Pick<GatewayFiles, 'preload' | 'env'>): Promise<void>
  /** Resolves when the process that runs now is gone. */
  readonly gone: Promise<void>
  readonly pid: number | undefined
}

export interface StartedWorld {
  readonly world: World
  readonly gateway: LiveGateway
  readonly stop: () => Promise<void>
}

export async function startWorld(
  throwawayServer: string,
  options: WorldOptions = {},
): Promise<StartedWorld> {
  const parties = await issueParties(options.members)
  const { members, gateway, provider, unregistered, tls } = parties
  const live = await startProvider(
    { signer: signer(provider), stranger: signer(unregistered) },
    [gateway.certificate],
    tls,
  )
  const throwaway = await databaseFor(throwawayServer, options.databaseUrl)
  const { database, url: databaseUrl } = throwaway
  const publication = generateKeyPairSync('ed25519')
  if (options.prepare !== undefined) await database.query(options.prepare)
  const folder = mkdtempSync(join(tmpdir(), 'arna conformance '))
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    return path
  }
  const trust = parties.trust.map(({ pem: text }) => text).join('')
  const publicationKey = publication.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const registryFile = join(folder, 'registry.jws')
  if (options.publishes !== false) {
    const source = await registryOf(parties, live, options.services)
    const key = publication.privateKey
    if (options.registryByFile === true) {
      file('registry.jws', signSnapshot(source, { number: 1, publishedAt: new Date(), key }))
    } else await publishSnapshot(database, source, { key })
  }
  const secretKey = file('secret-key', randomBytes(32).toString('hex'))
  await setSecrets(database, tls.client, readSecretKey(secretKey))
  const port = await freePort()
  const log = file('gateway.log', '')
  const config = file(
    'gateway.json',
    JSON.stringify({
      mode: 'production',
      logFile: log,
      trust: file('trust.pem', trust),
      publicationKeys: file('publication.pem', publicationKey),
      maxBytesUnderWay: options.maxBytesUnderWay,
      acceptanceSeconds: options.acceptanceSeconds,
      secretKey,
      maskKey: file('mask', randomBytes(32).toString('hex')),
      instances: [
        {
          name: 'conformance',
          environment: 'test',
          role: 'inner',
          host: '127.0.0.1',
          port,
          databaseUrl,
          publicUrl: options.publicUrl,
          registry: options.registryByFile === true ? { file: registryFile } : undefined,
          registryMaxAgeSeconds: options.registryMaxAgeSeconds,
          requestSeconds: options.requestSeconds,
          certificate: file('gateway.crt', gateway.certificate.pem),
          key: file('gateway.key', privatePem(gateway)),
        },
      ],
    }),
  )
  const gatewayProcess = liveGateway({ config, log })
  await gatewayProcess.start({ preload: options.preload })

  const world: World = {
    url: `http://127.0.0.1:${port}/bip-sync-wss-gost/`,
    databaseUrl,
    providerUrl: live.url,
    publicationKey: publication.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    gatewayCertificate: gateway.certificate.pem,
    registryFile,
    configFile: config,
    trust,
    members: Object.fromEntries(
      members.map((member) => [
        member.name,
        { senderId: member.name, password: member.password, ...pem(member) },
      ]),
    ) as Record<MemberName, Member>,
    unregistered: pem(unregistered),
  }
  return {
    world,
    gateway: gatewayProcess,
    stop: async () => {
      await gatewayProcess.stop()
      await live.stop()
      await throwaway.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function liveGateway(files: GatewayFiles): LiveGateway & { stop(): Promise<void> } {
  let child: ChildProcess | undefined
  let gone = Promise.resolve()
  const onStart = (started: ChildProcess): void => {
    child = started
    gone = new Promise((resolve) => {
      started.once('exit', () => resolve())
    })
  }
  return {
    get gone() {
      return gone
    },
    get pid() {
      return child?.pid
    },
    start: async (options) => {
      await startGateway({ ...files, ...options, onStart })
    },
    kill: () => {
      child?.kill('SIGKILL')
      return gone
    },
    stop: async () => {
      if (child?.exitCode === null && child.signalCode === null) await stopGateway(child)
    },
  }
}

async function databaseFor(throwawayServer: string, url: string | undefined) {
  if (url === undefined) return throwawayDatabase(throwawayServer)
  const database = openDatabase(url, { max: 2 })
  await migrate(database)
  return { database, url, drop: () => database.close() }
}

async function registryOf(
  { members, provider, tls }: Parties,
  { url: providerUrl, tlsUrl }: LiveProvider,
  ofEachService: Partial<Service> = {},
): Promise<RegistrySource> {
  const services = [
    ...checkedServices(`${providerUrl}/Echo`, `${providerUrl}/AnswersUnsigned`),
    ...reachedServices({ url: providerUrl, tlsUrl, tls }),
    ...demandingServices({ url: providerUrl, tlsUrl, tls }),
    ...Object.keys(behaviours).map((name) =>
      service(name, `${providerUrl}/${name}`, {
        maxTimeSeconds: neverFinish.has(name) ? 1 : 10,
        maxMessageBytes: name === 'AnswersTooMuch' ? 100_000 : 10_000_000,
      }),
    ),
    service('NobodyListens', `http://127.0.0.1:${await freePort()}/`),
    service('UnsignedWithAWaiver', `${providerUrl}/AnswersUnsigned`, {
      providerSignature: { waived: 'conformance' },
    }),
    service('SmallOnly', `${providerUrl}/Echo`, { maxMessageBytes: 10_000 }),
    ...restrictedServices(providerUrl),
  ].map((one) => ({ ...one, ...ofEachService }))
  const shared = members.find(({ name }) => name === 'elliptic')?.certificate
  const systems = members.map(({ system }) =>
    system.senderId === 'renewing' && shared !== undefined
      ? { ...system, certificates: [...system.certificates, shared] }
      : system,
  )
  return {
    environment: 'test',
    contour: 'inner',
    organisations: systems.map(({ organisation }) => organisation),
    systems: [
      ...systems,
      { ...systems[0]!, senderId: 'provider', certificates: [provider.certificate] },
    ],
    services,
    connections: systems.flatMap(({ senderId }) =>
      services
        .filter(() => senderId !== 'ofNoStateBody')
        .filter(({ serviceId }) => !(senderId === 'other' && serviceId === 'Echo'))
        .map(({ serviceId }) => ({
          system: senderId,
          service: serviceId,
          suspended: senderId === 'suspended' ? ['the operator: errors are not mended (51)'] : [],
        })),
    ),
  }
}

const hour = 3_600_000

/** What is off, full or limited now. */
function restrictedServices(providerUrl: string): Service[] {
  const now = Date.now()
  const echo = `${providerUrl}/Echo`
  return [
    service('InMaintenance', echo, {
      maintenance: [
        { from: new Date(now - hour), until: new Date(now + hour), reason: 'a new disk array' },
      ],
    }),
    service('AfterMaintenance', echo, {
      maintenance: [
        { from: new Date(now - 2 * hour), until: new Date(now - hour), reason: 'it is over' },
      ],
    }),
    service('SwitchedOff', echo, { disabled: { reason: 'errors are not mended (51)' } }),
    service('SwitchedOffForAWhile', echo, {
      disabled: { reason: 'the archive moves', until: new Date(now + hour) },
    }),
    service('ThreeAnHour', echo, {
      quota: { peakPerHour: 3, nominalPerHour: 2, over: 'refuse' },
    }),
    service('ThreeAnHourByWish', echo, {
      quota: { peakPerHour: 3, nominalPerHour: 2, over: 'warn' },
    }),
    service('OneAtATime', `${providerUrl}/AnswersWhenTold`, {
      maxConcurrent: 1,
      maxTimeSeconds: 20,
    }),
    service('EachIsNew', echo, { repeatWindowSeconds: 0 }),
  ]
}

const neverFinish: ReadonlySet<string> = new Set(['Hangs', 'Trickles'])

/** What the operator has set with `arna secret set`. */
async function setSecrets(database: Database, client: KeyPair, key: SecretKey): Promise<void> {
  const secrets = {
    password: passwordOfArna,
    token: tokenOfArna,
    key: privatePem(client) + client.certificate.pem,
  }
  for (const [name, value] of Object.entries(secrets)) {
    await setSecret(database, name, value, { key, by: 'conformance' })
  }
}

const signer = ({ key, certificate }: KeyPair) =>
  ({ key, certificate, reference: 'KeyIdentifier' }) as const

const privatePem = ({ key }: KeyPair): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString()

const pem = (pair: KeyPair) => ({ key: privatePem(pair), certificate: pair.certificate.pem })
