import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { Failure, messageOf, UsageError } from './failure.ts'

/** The gateways of the demo by the names that people type. */
const demoGateways = {
  'test-inner': { key: 'testInner', environment: 'test', contour: 'inner' },
  'test-outer': { key: 'testOuter', environment: 'test', contour: 'outer' },
  'production-inner': { key: 'productionInner', environment: 'production', contour: 'inner' },
  'production-outer': { key: 'productionOuter', environment: 'production', contour: 'outer' },
} as const

export type DemoGateway = (typeof demoGateways)[keyof typeof demoGateways]

/** demo.json, which `npm start` writes. */
export interface DemoMaterial {
  readonly gateways: Readonly<Record<DemoGateway['key'], string>>
  readonly client: {
    readonly senderId: string
    readonly password: string
    readonly certificate: string
    readonly key: string
  }
  readonly service: { readonly serviceId: string; readonly payload: string }
  /** PEM file of the demo's CA. */
  readonly trust: string
  readonly gatewayCertificates: Readonly<Record<DemoGateway['key'], string>>
}

/** The service of the demo on the asynchronous channel. */
export const demoAsyncService = 'DemoAsync'

export const hasDemo = ({ home }: Config): boolean => existsSync(join(home, 'demo', 'demo.json'))

export function demoMaterial({ home }: Config): DemoMaterial {
  const material: DemoMaterial = JSON.parse(readDemoFile(join(home, 'demo', 'demo.json')))
  return material
}

interface GatewayConfig {
  readonly instances: readonly { readonly environment: string; readonly databaseUrl: string }[]
}

/** URLs of the demo's databases, one per environment: those that its gateway was started with. */
export function demoDatabases({ home }: Config): ReadonlyMap<string, string> {
  const { instances }: GatewayConfig = JSON.parse(readDemoFile(join(home, 'gateway.json')))
  return new Map(instances.map(({ environment, databaseUrl }) => [environment, databaseUrl]))
}

/** The file that the registry of a gateway of the demo is published from. */
export const demoRegistryFile = ({ home }: Config, gateway: DemoGateway): string =>
  join(home, 'demo', `registry-${gateway.environment}-${gateway.contour}.yaml`)

/** What is in force at a gateway of the demo, as it keeps it on disk. */
export const demoRegistryCopy = ({ home }: Config, gateway: DemoGateway): string =>
  join(home, 'state', `registry-${gateway.environment}-${gateway.contour}.jws`)

export const demoPublicationKey = ({ home }: Config): string =>
  join(home, 'demo', 'keys', 'publication.key')

/** The key that seals the secrets of the demo's providers. */
export const demoSecretKey = ({ home }: Config): string => join(home, 'demo', 'keys', 'secret.key')

/** The key that encrypts the payloads in the demo's journals. */
export const demoJournalKey = ({ home }: Config): string => join(home, 'state', 'journal.key')

export function demoGateway(name: string): DemoGateway {
  const found = Object.entries(demoGateways).find(([one]) => one === name)?.[1]
  if (found !== undefined) return found
  const names = Object.keys(demoGateways)
  const message = `${name} is no gateway of the demo: one of ${names.join(', ')}`
  throw new UsageError(message, { word: name, known: names, prefix: '' })
}

function readDemoFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure(
      `no demo at ${path}: run npm start first, or set ARNA_HOME to its folder (${messageOf(error)})`,
    )
  }
}
