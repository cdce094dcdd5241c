import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDatabase, migrate, openDatabase } from '@arna/database'
import { publishSnapshot, type RegistrySource } from '@arna/registry'
import { freePort } from '@arna/testing'
import type { Parties } from './parties.ts'
import { nodeProgram, type Program, startProgram } from './program.ts'

export interface GatewayOrder {
  readonly folder: string
  /** Of the server. */
  readonly databaseUrl: string
  /** 'arna_bench' when left out. */
  readonly databaseName?: string
  readonly parties: Parties
  readonly registry: RegistrySource
  /** Of Node. */
  readonly nodeArguments?: readonly string[]
}

export interface RunningGateway {
  /** Of the synchronous channel. */
  readonly url: string
  readonly asyncUrl: string
  readonly databaseUrl: string
  readonly pid: number
  stop(): Promise<void>
}

/** The real program on a database of its own, as an operator would start it, with a published registry. */
export async function startGateway(order: GatewayOrder): Promise<RunningGateway> {
  const { folder, parties } = order
  const { databaseName = 'arna_bench' } = order
  const databaseUrl = await ensureDatabase(order.databaseUrl, databaseName)
  const publication = generateKeyPairSync('ed25519')
  const database = openDatabase(databaseUrl, { max: 1 })
  await migrate(database)
  await publishSnapshot(database, order.registry, { key: publication.privateKey })
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
    asyncUrl: `http://127.0.0.1:${port}/bip-async-wss-gost/`,
    databaseUrl,
    pid: program.pid,
    stop: () => program.stop(),
  }
}
