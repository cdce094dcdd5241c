import { type ChildProcess, fork } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Certificate, KeyPair } from '@arna/pki'
import { hashPassword, type InformationSystem, publishSnapshot, type Service } from '@arna/registry'
import { createTestAuthority, freePort, type TestOrder, throwawayDatabase } from '@arna/testing'
import { issueBelow } from './issue-below.ts'
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
  readonly members: Readonly<Record<MemberName, Member>>
  /** Issued by the trusted authority, registered for nobody; IIN and BIN are those of `client`. */
  readonly unregistered: Omit<Member, 'senderId' | 'password'>
}

const orders = {
  client: {},
  elliptic: { keyKind: 'p256' },
  other: { bin: '987654321098', iin: '900101300123' },
  lenient: {},
  legacy: {},
  suspended: {},
  expired: { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') },
  early: { notBefore: new Date('2045-01-01') },
  encryptsOnly: { keyUsage: ['keyEncipherment'] },
  differentBin: { bin: '111111111111' },
  twoBins: { bins: ['123456789012', '111111111111'] },
} as const satisfies Record<string, TestOrder>

export type MemberName = keyof typeof orders | 'selfMade' | 'belowAnEndEntity'

const bin = '123456789012'
const iin = '850505300456'

export async function startWorld(
  throwawayServer: string,
): Promise<{ world: World; stop: () => Promise<void> }> {
  const authority = await createTestAuthority()
  const issue = (order: TestOrder): Promise<KeyPair> =>
    authority.issue({
      keyKind: 'rsa2048',
      iin,
      organisation: 'ТОО «Тест»',
      ...binOf(order),
      ...order,
    })
  const pairs: [MemberName, KeyPair][] = await Promise.all(
    Object.entries(orders).map(async ([name, order]): Promise<[MemberName, KeyPair]> => [
      name as MemberName,
      await issue(order),
    ]),
  )
  const impostor = await createTestAuthority()
  pairs.push(['selfMade', await impostor.issue({ iin, bin, keyKind: 'rsa2048' })])
  pairs.push(['belowAnEndEntity', await issueBelow(await issue({}), { iin, bin })])
  const [gateway, provider, stranger] = await Promise.all([issue({}), issue({}), issue({})])
  const unregistered = await issue({})

  const live = await startProvider({ signer: signer(provider), stranger: signer(stranger) }, [
    gateway.certificate,
  ])
  const throwaway = await throwawayDatabase(throwawayServer)
  const { database, url: databaseUrl } = throwaway
  const publication = generateKeyPairSync('ed25519')
  const passwords = new Map(pairs.map(([name]) => [name, randomBytes(9).toString('base64url')]))
  const systems = await Promise.all(
    pairs.map(([name, { certificate }]) => system(name, [certificate], passwords.get(name)!)),
  )
  await publishSnapshot(
    database,
    {
      environment: 'test',
      contour: 'inner',
      systems: [...systems, await system('provider', [provider.certificate], 'unused')],
      services: [
        ...Object.keys(behaviours).map((name) => service(name, `${live.url}/${name}`)),
        service('NobodyListens', `http://127.0.0.1:${await freePort()}/`),
        service('SmallOnly', `${live.url}/Echo`, { maxMessageBytes: 10_000 }),
      ],
      connections: pairs.flatMap(([name]) =>
        [...Object.keys(behaviours), 'NobodyListens', 'SmallOnly']
          .filter((serviceId) => !(name === 'other' && serviceId === 'Echo'))
          .map((serviceId) => ({
            system: name,
            service: serviceId,
            suspended: name === 'suspended' ? ['the operator: errors are not mended (51)'] : [],
          })),
      ),
    },
    { key: publication.privateKey },
  )

  const folder = mkdtempSync(join(tmpdir(), 'arna conformance '))
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    return path
  }
  const port = await freePort()
  const config = file(
    'gateway.json',
    JSON.stringify({
      mode: 'production',
      logFile: join(folder, 'gateway.log'),
      trust: file('trust.pem', authority.certificate.pem),
      publicationKeys: file(
        'publication.pem',
        publication.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      ),
      maskKey: file('mask', randomBytes(32).toString('hex')),
      instances: [
        {
          name: 'conformance',
          environment: 'test',
          role: 'inner',
          host: '127.0.0.1',
          port,
          databaseUrl,
          certificate: file('gateway.crt', gateway.certificate.pem),
          key: file('gateway.key', privatePem(gateway)),
        },
      ],
    }),
  )
  const child = await startGateway(config, folder)

  const world: World = {
    url: `http://127.0.0.1:${port}/bip-sync-wss-gost/`,
    databaseUrl,
    providerUrl: live.url,
    gatewayCertificate: gateway.certificate.pem,
    members: Object.fromEntries(
      pairs.map(([name, pair]) => [
        name,
        { senderId: name, password: passwords.get(name)!, ...pem(pair) },
      ]),
    ) as Record<MemberName, Member>,
    unregistered: pem(unregistered),
  }
  return {
    world,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      await live.stop()
      await throwaway.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const binOf = (order: TestOrder): TestOrder => (order.bins === undefined ? { bin } : {})

const signer = ({ key, certificate }: KeyPair) =>
  ({ key, certificate, reference: 'KeyIdentifier' }) as const

const privatePem = ({ key }: KeyPair): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString()

const pem = (pair: KeyPair) => ({ key: privatePem(pair), certificate: pair.certificate.pem })

async function system(
  senderId: string,
  certificates: readonly Certificate[],
  password: string,
): Promise<InformationSystem> {
  const isOther = senderId === 'other'
  return {
    senderId,
    organisation: { name: senderId, bin: isOther ? '987654321098' : bin },
    iin: isOther ? '900101300123' : iin,
    passwordHash: await hashPassword(password),
    certificates,
    keyReference: 'KeyIdentifier',
    toleratesTimestamp: senderId === 'lenient',
    allowSha1: senderId === 'legacy',
  }
}

const service = (serviceId: string, url: string, options: Partial<Service> = {}): Service => ({
  serviceId,
  owner: 'provider',
  url,
  maxTimeSeconds: 2,
  maxMessageBytes: 100_000,
  providerSignature: serviceId === 'UnsignedWithAWaiver' ? { waived: 'conformance' } : 'required',
  ...options,
})

/** The real program, as an operator would start it. */
async function startGateway(config: string, folder: string): Promise<ChildProcess> {
  const main = join(import.meta.dirname, '../../apps/gateway/src/main.ts')
  const child = fork(main, {
    env: { ...process.env, ARNA_CONFIG: config, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => {
      const log = readFileSync(join(folder, 'gateway.log'), 'utf8').slice(-2000)
      reject(new Error(`the gateway ended with ${code}: ${said}${log}`))
    })
  })
  return child
}
