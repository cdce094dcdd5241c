import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Database, migrate, openDatabase } from '@arna/database'
import { Fault } from '@arna/message'
import { parseCertificate, readPrivateKey, type Trust } from '@arna/pki'
import { type PasswordCheck, Registry, watchRegistry } from '@arna/registry'
import type { XmlEngine } from '@arna/xml'
import type { Logger } from 'pino'
import type { BytesUnderWay } from './channel/bytes-under-way.ts'
import { serveDoctor } from './channel/doctor-page.ts'
import { openDoor } from './channel/door.ts'
import type { InstanceConfig } from './config.ts'
import { openUpstream } from './deliver/upstream.ts'
import type { Received } from './exchange.ts'
import { accept, type Gateway, refuseUnread } from './gateway.ts'
import { postgresJournal } from './journal/postgres-journal.ts'
import type { Metrics } from './metrics.ts'

/** What the instances of a process have in common. */
export interface Surroundings {
  readonly xml: XmlEngine
  readonly trust: Trust
  readonly passwords: PasswordCheck
  readonly publicationKeys: readonly KeyObject[]
  readonly maskKey: Uint8Array
  readonly metrics: Metrics
  readonly servesMetrics: boolean
  /** In the demo, never in production: see `serveDoctor`. */
  readonly servesDoctor: boolean
  readonly underWay: BytesUnderWay
  readonly log: Logger
}

export interface Instance {
  readonly name: string
  /** Stops taking messages, lets those under way end, and closes. */
  stop(): Promise<void>
}

/** A gateway opens its doors without a registry too, and says so to whoever calls. */
const longestWaitForRegistryMs = 2_000

/** Statements here take milliseconds: a database that is silent for so long is as good as gone. */
const longestStatementMs = 10_000

/** One gateway: environment, contour, port, database, keys and the registry snapshot in force. */
export async function startInstance(
  config: InstanceConfig,
  surroundings: Surroundings,
): Promise<Instance> {
  const log = surroundings.log.child({ instance: config.name })
  const metrics = surroundings.metrics.forInstance(config.name)
  await bringUpToDate(config.databaseUrl)
  const database = openDatabase(config.databaseUrl, { statementMs: longestStatementMs })
  const upstream = openUpstream()
  const ended = new AbortController()

  const watch = watchRegistry(database, {
    environment: config.environment,
    contour: config.role,
    publicationKeys: surroundings.publicationKeys,
    signal: ended.signal,
    onChange: ({ number }) => {
      metrics.registryNumber(number)
      log.info({ number }, 'registry in force')
    },
    onRefused: (error, number) =>
      log.error({ err: error, number }, 'a registry snapshot is refused, the last good one stays'),
    onUnreachable: (error) =>
      log.error({ err: error }, 'the database does not answer, the last good registry stays'),
  })

  metrics.registryCheckedAt(() => watch.checkedAt())

  const gateway: Gateway = {
    ...surroundings,
    upstream,
    metrics,
    journal: postgresJournal(database, config.name),
    signer: {
      key: readPrivateKey(readFileSync(config.key)),
      certificate: parseCertificate(readFileSync(config.certificate)),
      reference: 'KeyIdentifier',
    },
    report: (fault, sessionId) => {
      const level = fault.code === 'internal-error' ? 'error' : 'info'
      log[level](
        { sessionId, fault: fault.code, err: level === 'error' ? fault.cause : undefined },
        'refused',
      )
    },
  }
  const app = openDoor({
    publicUrl: config.publicUrl,
    underWay: surroundings.underWay,
    servesMetrics: surroundings.servesMetrics,
    registry: () => watch.current() ?? unpublished(config),
    accept: (received) => takeIn(received, gateway),
    refuse: (received, fault) => refuseUnread(received, fault, gateway),
    ready: async () => {
      if (watch.current() === undefined) throw new Error('no registry snapshot is published yet')
      // Anybody may ask at this door: why it does not, and where it stands, is for the log.
      await database.query('select 1').catch((error: unknown) => {
        log.error({ err: error }, 'not ready: the database does not answer')
        throw new Error('the database does not answer')
      })
    },
    metrics: async () => ({
      text: await surroundings.metrics.text(),
      contentType: surroundings.metrics.contentType,
    }),
  })
  if (surroundings.servesDoctor) {
    const { trust, passwords, xml } = surroundings
    serveDoctor(app, () => {
      const registry = watch.current()
      return { trust, passwords, xml, ...(registry && { registry }) }
    })
  }
  await Promise.race([watch.ready, delay(longestWaitForRegistryMs, undefined, { ref: false })])
  await app.listen({ host: config.host, port: config.port })
  log.info({ host: config.host, port: config.port }, 'listening')

  return {
    name: config.name,
    stop: async () => {
      await app.close()
      ended.abort()
      await watch.ended
      await upstream.close()
      await database.close()
    },
  }
}

/** A migration may take its time, so it has connections of its own. */
async function bringUpToDate(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, { max: 1 })
  try {
    await migrate(database)
    await requireDurability(database)
  } finally {
    await database.close()
  }
}

/** What is answered must be in the journal after a loss of power too. */
async function requireDurability(database: Database): Promise<void> {
  const [row] = await database.query<{ setting: string }>(
    `select current_setting('synchronous_commit') as setting`,
  )
  if (row?.setting !== 'off') return
  throw new Error(
    'the database answers before a commit is on disk (synchronous_commit is off): its administrator must set it to on',
  )
}

const takeIn = (received: Received, gateway: Gateway) =>
  received.registry.number === 0
    ? refuseUnread(
        received,
        new Fault('registry-unavailable', 'no registry is published for this gateway yet'),
        gateway,
      )
    : accept(received, gateway)

/** Stands in until the first publication, which has the number 1. */
const unpublished = ({ environment, role }: InstanceConfig): Registry =>
  new Registry(
    { environment, contour: role, systems: [], services: [], connections: [] },
    { number: 0, publishedAt: new Date(0) },
  )
