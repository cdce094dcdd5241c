import { hash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, openDatabase } from '@arna/database'
import {
  doubtsAbout,
  exportYaml,
  hashPassword,
  publishSnapshot,
  readRegistryYaml,
  RegistryError,
  type RegistrySource,
} from '@arna/registry'
import type { Ports } from './config.ts'
import type { Databases } from './databases.ts'
import { type DemoKeys, subjects } from './demo-keys.ts'
import { type Kept, serviceUrlOf } from './demo-material.ts'
import { asyncServiceId, clientId, expiredId, serviceId } from './demo-names.ts'
import { Obstacle } from './obstacle.ts'

const places = [
  { environment: 'test', contour: 'inner' },
  { environment: 'test', contour: 'outer' },
  { environment: 'production', contour: 'inner' },
  { environment: 'production', contour: 'outer' },
] as const

/** Where the registry of a gateway lies as a file that people may edit; the next start publishes what they wrote. */
const fileOf = (folder: string, { environment, contour }: (typeof places)[number]): string =>
  join(folder, `registry-${environment}-${contour}.yaml`)

/**
 * Writes the files that are missing; with a new client password all of them. Those that are there keep what people wrote
 * into them; only the address of the demo service moves along with ARNA_PORT_BASE.
 */
export async function writeRegistries(folder: string, kept: Kept, ports: Ports): Promise<void> {
  const url = serviceUrlOf(ports)
  const passwordHash = once(() => hashPassword(kept.password))
  for (const place of places) {
    const path = fileOf(folder, place)
    const isMissing = kept.passwordIsNew || !existsSync(path)
    const old = isMissing ? '' : readFileSync(path, 'utf8')
    const text = isMissing
      ? registryYaml(place, await passwordHash(), url)
      : old.replaceAll(kept.serviceUrl ?? url, url)
    if (text !== old) writeFileSync(path, text, { mode: 0o600 })
  }
}

export interface Snapshot {
  readonly environment: string
  readonly contour: string
  readonly number: number
  /** Published by this start. */
  readonly isNew: boolean
}

export interface Publications {
  /** In force now: test inner, test outer, production inner, production outer. */
  readonly snapshots: readonly Snapshot[]
  /** What a person may have written by mistake, a line each. */
  readonly doubts: readonly string[]
}

/**
 * Publishes each file as a signed snapshot when it says something else than it did at the last start (or nothing is
 * published yet): what was imported by other ways in between stays in force.
 */
export async function publishRegistries(
  folder: string,
  keys: DemoKeys,
  databases: Databases,
  now: Date,
): Promise<Publications> {
  const published = await Promise.all(
    places.map(async (place) => {
      const path = fileOf(folder, place)
      const database = openDatabase(databases[place.environment], { max: 1 })
      try {
        const source = await readRegistryYaml(readFileSync(path, 'utf8'), { folder })
        if (source.environment !== place.environment || source.contour !== place.contour) {
          throw new Obstacle(
            `${path} speaks of ${source.environment} ${source.contour}: mend the file.`,
          )
        }
        const doubts = doubtsAbout(withoutExpired(source), now).map((doubt) => `${path}: ${doubt}`)
        const digest = digestOf(source)
        const digestFile = `${path}.published`
        const inForce = await newestNumber(database, place)
        if (inForce !== undefined && read(digestFile) === digest) {
          return { ...place, number: inForce, isNew: false, doubts }
        }
        const snapshot = await publishSnapshot(database, source, {
          key: keys.publication.key,
          by: 'the demo',
          reason: 'npm start',
        })
        writeFileSync(digestFile, digest, { mode: 0o600 })
        return { ...place, ...snapshot, doubts }
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error
        throw new Obstacle(
          `${path} is no registry, mend or delete it:\n  ${error.problems.join('\n  ')}`,
        )
      } finally {
        await database.close()
      }
    }),
  )
  return {
    snapshots: published,
    doubts: published.flatMap(({ doubts }) => doubts),
  }
}

/** What ran out on purpose is no mistake of anybody. */
const withoutExpired = (source: RegistrySource): RegistrySource => ({
  ...source,
  systems: source.systems.filter(({ senderId }) => senderId !== expiredId),
})

const read = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined

/** Of all that the file says, the certificates that it names included. */
const digestOf = (source: RegistrySource): string => hash('sha256', exportYaml({ source }))

async function newestNumber(
  database: Database,
  { environment, contour }: (typeof places)[number],
): Promise<number | undefined> {
  const [row] = await database.query<{ number: number | null }>(
    'select max(number)::int as number from registry_publication where environment = $1 and contour = $2',
    [environment, contour],
  )
  return row?.number ?? undefined
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function registryYaml(
  { environment, contour }: (typeof places)[number],
  passwordHash: string,
  serviceUrl: string,
): string {
  const { client, service } = subjects
  const hasExpired = environment === 'test' && contour === 'inner'
  return `# Who may call whom through the ${environment} ${contour} gateway of the demo. Edit and start again: what
# changed is published as the next snapshot. Certificates are PEM files beside this one, or PEM text.
environment: ${environment}
contour: ${contour}
organisations:
  # state: true for state bodies. On an inner gateway only they reach the services of state bodies (Rules, paragraph 4).
  - { id: client, name: "${client.organisation}", bin: "${client.bin}", state: true }
  - { id: service, name: "${service.organisation}", bin: "${service.bin}", state: true }
${hasExpired ? expiredOrganisation : ''}systems:
  - senderId: ${clientId}
    organisation: client
    iin: "${client.iin}"
    passwordHash: "${passwordHash}"
    certificates: [keys/client.pem]
  - senderId: demo-service
    organisation: service
    passwordHash: "${passwordHash}"
    certificates: [keys/service.pem]
${hasExpired ? expiredSystem(passwordHash) : ''}services:
  - serviceId: ${serviceId}
    owner: demo-service
    url: ${serviceUrl}
    networks: [loopback] # addresses beside the public network are called only where this allows them
    maxTimeSeconds: 30
    providerSignature: required
    # Left out, and therefore as usual (docs/operations/registry.md): routes, tlsAuthorities, authentication,
    # maxMessageBytes, payloadSignature, schema, quota, maxConcurrent, repeatWindowSeconds, maintenance, disabled.
  # The asynchronous channel: arna send --async --service ${asyncServiceId}; the answer waits for arna messages ${asyncServiceId}.
  - serviceId: ${asyncServiceId}
    owner: demo-service
    channels: [async]
    url: ${serviceUrl}async/${environment}-${contour}
    networks: [loopback]
connections:
  - system: ${clientId}
    service: ${serviceId}
  - system: ${clientId}
    service: ${asyncServiceId}
${hasExpired ? `  - system: ${expiredId}\n    service: ${serviceId}\n` : ''}`
}

const expiredOrganisation = `  - { id: expired, name: "${subjects.expired.organisation}", bin: "${subjects.expired.bin}", state: true }
`

/** For the start page, which sends through the inner gateway of the test environment. */
const expiredSystem = (passwordHash: string): string => `  # Its certificate has run out on purpose.
  - senderId: ${expiredId}
    organisation: expired
    iin: "${subjects.expired.iin}"
    passwordHash: "${passwordHash}"
    certificates: [keys/expired.pem]
`
