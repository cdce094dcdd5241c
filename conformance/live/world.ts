import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KeyPair } from '@arna/pki'
import { publishSnapshot, type RegistrySource, type Service } from '@arna/registry'
import { freePort, throwawayDatabase } from '@arna/testing'
import { startGateway, stopGateway } from './gateway-process.ts'
import { issueParties, type MemberName, type Parties } from './members.ts'
import { behaviours, startProvider } from './provider.ts'

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
  readonly gatewayCertificate: string
  /** What the gateway trusts, and the public half of the key of its registry, in PEM. */
  readonly trust: string
  readonly publicationKey: string
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
  /** Of the gateway's configuration. */
  readonly maxBytesUnderWay?: number
  /** Run in the database before the gateway starts. */
  readonly prepare?: string
  /** See GatewayFiles. */
  readonly preload?: string
}

export interface StartedWorld {
  readonly world: World
  stop(): Promise<void>
}

export async function startWorld(
  throwawayServer: string,
  options: WorldOptions = {},
): Promise<StartedWorld> {
  const parties = await issueParties(options.members)
  const { members, gateway, provider, unregistered } = parties
  const live = await startProvider({ signer: signer(provider), stranger: signer(unregistered) }, [
    gateway.certificate,
  ])
  const throwaway = await throwawayDatabase(throwawayServer)
  const { database, url: databaseUrl } = throwaway
  const publication = generateKeyPairSync('ed25519')
  if (options.prepare !== undefined) await database.query(options.prepare)
  if (options.publishes !== false) {
    await publishSnapshot(database, await registryOf(parties, live.url), {
      key: publication.privateKey,
    })
  }

  const folder = mkdtempSync(join(tmpdir(), 'arna conformance '))
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    return path
  }
  const trust = parties.trust.map(({ pem: text }) => text).join('')
  const publicationKey = publication.publicKey.export({ type: 'spki', format: 'pem' }).toString()
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
          certificate: file('gateway.crt', gateway.certificate.pem),
          key: file('gateway.key', privatePem(gateway)),
        },
      ],
    }),
  )
  const child = await startGateway({ config, log, preload: options.preload })

  const world: World = {
    url: `http://127.0.0.1:${port}/bip-sync-wss-gost/`,
    databaseUrl,
    providerUrl: live.url,
    gatewayCertificate: gateway.certificate.pem,
    trust,
    publicationKey,
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
    stop: async () => {
      await stopGateway(child)
      await live.stop()
      await throwaway.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function registryOf(
  { members, provider }: Parties,
  providerUrl: string,
): Promise<RegistrySource> {
  const services = [
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
  ]
  const shared = members.find(({ name }) => name === 'elliptic')?.certificate
  const systems = members.map(({ system }) =>
    system.senderId === 'renewing' && shared !== undefined
      ? { ...system, certificates: [...system.certificates, shared] }
      : system,
  )
  return {
    environment: 'test',
    contour: 'inner',
    systems: [
      ...systems,
      { ...systems[0]!, senderId: 'provider', certificates: [provider.certificate] },
    ],
    services,
    connections: systems.flatMap(({ senderId }) =>
      services
        .filter(({ serviceId }) => !(senderId === 'other' && serviceId === 'Echo'))
        .map(({ serviceId }) => ({
          system: senderId,
          service: serviceId,
          suspended: senderId === 'suspended' ? ['the operator: errors are not mended (51)'] : [],
        })),
    ),
  }
}

const neverFinish: ReadonlySet<string> = new Set(['Hangs', 'Trickles'])

const service = (serviceId: string, url: string, options: Partial<Service> = {}): Service => ({
  serviceId,
  owner: 'provider',
  url,
  maxTimeSeconds: 10,
  maxMessageBytes: 10_000_000,
  providerSignature: 'required',
  ...options,
})

const signer = ({ key, certificate }: KeyPair) =>
  ({ key, certificate, reference: 'KeyIdentifier' }) as const

const privatePem = ({ key }: KeyPair): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString()

const pem = (pair: KeyPair) => ({ key: privatePem(pair), certificate: pair.certificate.pem })
