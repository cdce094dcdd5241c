import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDatabase, migrate, openDatabase } from '@arna/database'
import {
  hashPassword,
  type InformationSystem,
  type Organisation,
  publishSnapshot,
  type RegistrySource,
  type Service,
  usualConnection,
  usualService,
  usualSystem,
} from '@arna/registry'
import { freePort } from '@arna/testing'
import { bin, type Parties, type Party } from './parties.ts'
import { nodeProgram, type Program, startProgram } from './program.ts'

export interface GatewayOrder {
  readonly folder: string
  readonly databaseUrl: string
  readonly parties: Parties
  readonly services: readonly string[]
  readonly providerUrl: string
  /** Of every sender and service; as usual when left out. */
  readonly maxConcurrent?: number
  /** Of Node. */
  readonly nodeArguments?: readonly string[]
}

export interface RunningGateway {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** The real program on a database of its own, as an operator would start it, with a published registry. */
export async function startGateway(order: GatewayOrder): Promise<RunningGateway> {
  const { folder, parties } = order
  const databaseUrl = await ensureDatabase(order.databaseUrl, 'arna_bench')
  const publication = generateKeyPairSync('ed25519')
  const database = openDatabase(databaseUrl, { max: 1 })
  await migrate(database)
  await publishSnapshot(database, await registryOf(order), { key: publication.privateKey })
  await database.close()

  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    return path
  }
  const port = await freePort()
  const config = {
    mode: 'production',
    logFile: file('gateway.log', ''),
    trust: parties.authorityPath,
    publicationKeys: file(
      'publication.pem',
      publication.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    ),
    maskKey: file('mask', randomBytes(32).toString('hex')),
    instances: [
      {
        name: 'bench',
        environment: 'test',
        role: 'inner',
        host: '127.0.0.1',
        port,
        databaseUrl,
        certificate: parties.gateway.certificatePath,
        key: parties.gateway.keyPath,
      },
    ],
  }
  const program: Program = await startProgram({
    command: nodeProgram('../../../apps/gateway/src/main.ts').toSpliced(
      1,
      0,
      ...(order.nodeArguments ?? []),
    ),
    environment: { ARNA_CONFIG: file('gateway.json', JSON.stringify(config)) },
    place: 'measured',
  })
  return {
    url: `http://127.0.0.1:${port}/bip-sync-wss-gost/`,
    pid: program.pid,
    stop: () => program.stop(),
  }
}

const largestMessageBytes = 32 * 1024 * 1024

async function registryOf({
  parties,
  services,
  providerUrl,
  maxConcurrent = usualSystem.maxConcurrent,
}: GatewayOrder): Promise<RegistrySource> {
  const all = [...parties.senders, parties.provider]
  const systems = await Promise.all(all.map((party) => systemOf(party, maxConcurrent)))
  return {
    environment: 'test',
    contour: 'inner',
    organisations: [organisation],
    systems,
    services: services.map((serviceId): Service => ({
      ...usualService,
      serviceId,
      owner: parties.provider.name,
      url: `${providerUrl}/${serviceId}`,
      networks: ['loopback'],
      maxMessageBytes: largestMessageBytes,
      maxConcurrent,
    })),
    connections: parties.senders.flatMap(({ name: system }) =>
      services.map((service) => ({ ...usualConnection, system, service })),
    ),
  }
}

const organisation: Organisation = { id: 'bench', name: 'АО ИЗМЕРЕНИЕ', bin, isState: true }

const systemOf = async (
  { name, password, certificate }: Party,
  maxConcurrent: number,
): Promise<InformationSystem> => ({
  ...usualSystem,
  senderId: name,
  organisation,
  passwordHash: await hashPassword(password),
  certificates: [certificate],
  maxConcurrent,
})
