import type { KeyObject } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Database, migrate, openDatabase } from '@arna/database'
import { deliveryMoves } from '@arna/delivery'
import { type Journal, type JournalKey, openJournal, type RetentionDays } from '@arna/journal'
import type { Trust } from '@arna/pki'
import {
  openSecretStore,
  type PasswordCheck,
  publicationKeyId,
  type SecretKey,
  type SecretStore,
} from '@arna/registry'
import type { XmlEngine } from '@arna/xml'
import type { SigningKey } from '@arna/xml-security'
import type { Logger } from 'pino'
import { Load } from './authorize/load.ts'
import { overLoadAlarm } from './over-load-alarm.ts'
import { readSigner } from './own-keys.ts'
import { OwedOutcomes } from './admit/owed-outcomes.ts'
import { Places } from './admit/places.ts'
import { RepeatsWaiting } from './admit/repeats-waiting.ts'
import { openAlarms } from './alarms.ts'
import { acceptAsync } from './asynchronous/asynchronous.ts'
import { openAsynchronous } from './asynchronous/open-asynchronous.ts'
import type { BytesUnderWay } from './channel/bytes-under-way.ts'
import { serveDoctor } from './channel/doctor-page.ts'
import { openDoor } from './channel/door.ts'
import type { InstanceConfig } from './config.ts'
import { waitingOf } from './courier/waiting-of.ts'
import { openUpstream } from './deliver/upstream.ts'
import { accept, type Gateway, refuseUnread } from './gateway.ts'
import type { Metrics } from './metrics.ts'
import type { SchemaCheck } from './payload/schema-check.ts'
import {
  type RegistrySurroundings,
  registryTrouble,
  unpublished,
  watchInForce,
} from './registry-in-force.ts'
import type { Turns } from './turns.ts'

/** What the instances of a process have in common. */
export interface Surroundings {
  readonly xml: XmlEngine
  readonly trust: Trust
  readonly passwords: PasswordCheck
  readonly turns: Turns
  readonly journalKey: JournalKey
  readonly retention: RetentionDays
  readonly secretKey: SecretKey | undefined
  readonly syslog: string | undefined
  readonly acceptanceMs: number
  readonly schemas: SchemaCheck
  readonly publicationKeys: readonly KeyObject[]
  readonly maskKey: KeyObject
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

/** The journal needs six; the registry, the load and whoever waits for a first answer have the rest. */
const mostConnections = 16

/** Statements here take milliseconds: a database that is silent for so long is as good as gone. */
const longestStatementMs = 10_000

/** One gateway: environment, contour, port, database, keys and the registry snapshot in force. */
export async function startInstance(
  config: InstanceConfig,
  surroundings: Surroundings,
): Promise<Instance> {
  const log = surroundings.log.child({ instance: config.name })
  const signer = readSigner(config.certificate, config.key)
  const metrics = surroundings.metrics.forInstance(config.name)
  await bringUpToDate(config.databaseUrl)
  const database = openDatabase(config.databaseUrl, {
    statementMs: longestStatementMs,
    max: mostConnections,
  })
  let journal: Journal | undefined
  const raise = openAlarms(log, metrics, () => journal)
  journal = await openJournal(database, {
    instance: config.name,
    key: surroundings.journalKey,
    sealFile: config.sealFile,
    sealSyslog: surroundings.syslog,
    companions: deliveryMoves,
    retention: surroundings.retention,
    onUnknown: (count) =>
      raise('outcome-unknown', 'messages whose process died have no outcome', { count }),
    onError: (error) => log.error({ err: error }, 'the upkeep of the journal failed'),
  })
  const load = new Load(database, {
    onError: (error) => log.error({ err: error }, 'the load of connections is not exchanged'),
  })
  const places = new Places()
  const owed = new OwedOutcomes(journal, (record) =>
    raise('outcome-lost', 'the journal never took the outcome of a message', { record }),
  )
  metrics.counts(() => ({ ...places.counts, owedOutcomes: owed.count }))
  const upstream = openUpstream()
  const ended = new AbortController()

  const watch = watchInForce(config, {
    ...surroundings,
    database,
    journal,
    metrics,
    raise,
    log,
    signal: ended.signal,
  })
  const secrets = openSecrets(database, surroundings.secretKey, {
    raise,
    log,
    signal: ended.signal,
  })

  const gateway: Gateway = {
    ...surroundings,
    upstream,
    secretOf: (name) => secrets?.get(name),
    metrics,
    journal,
    owed,
    places,
    load,
    overLoad: overLoadAlarm(raise),
    now: () => new Date(),
    repeatsWaiting: new RepeatsWaiting(),
    acceptanceTooLong: (routed, tookMs) =>
      raise('acceptance-too-long', 'a message was not taken within the time of paragraph 47', {
        sessionId: routed.sessionId,
        tookMs: Math.round(tookMs),
      }),
    signer,
    report: (fault, sessionId) => {
      const level = fault.code === 'internal-error' ? 'error' : 'info'
      log[level](
        { sessionId, fault: fault.code, err: level === 'error' ? fault.cause : undefined },
        'refused',
      )
    },
  }
  const asynchronous = openAsynchronous(gateway, {
    database,
    journalKey: surroundings.journalKey,
    contour: config.role,
    // Its first answer is kept no longer.
    keepDays: surroundings.retention.payloads,
    registry: () => (watch.isTooOld() ? undefined : watch.current()),
    attempted: metrics.attempted,
    onError: (error) => log.error({ err: error }, 'a delivery could not go on'),
  })
  metrics.waiting(() => waitingOf(database, config.role))
  const app = openDoor({
    publicUrl: config.publicUrl,
    requestSeconds: config.requestSeconds,
    underWay: surroundings.underWay,
    servesMetrics: surroundings.servesMetrics,
    registry: () => watch.current() ?? unpublished(config),
    accept: (received) => {
      const trouble = registryTrouble(watch)
      if (trouble) return refuseUnread(received, trouble, gateway)
      return received.channel === 'sync'
        ? accept(received, gateway)
        : acceptAsync(received, asynchronous)
    },
    refuse: (received, fault) => refuseUnread(received, fault, gateway),
    ready: async () => {
      if (watch.current() === undefined) throw new Error('no registry snapshot is published yet')
      if (watch.isTooOld()) throw new Error('the registry is too old')
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
  await Promise.race([
    Promise.all([watch.ready, secrets?.ready]),
    delay(longestWaitForRegistryMs, undefined, { ref: false }),
  ])
  await journal.event({ event: 'start', data: startData(config, signer, surroundings) })
  await app.listen({ host: config.host, port: config.port })
  log.info({ host: config.host, port: config.port }, 'listening')

  return {
    name: config.name,
    stop: async () => {
      await app.close()
      ended.abort()
      await Promise.all([watch.ended, secrets?.ended])
      await asynchronous.courier.stop(() => upstream.close())
      await owed.close()
      await load.close()
      await journal.event({ event: 'stop', data: { pid: process.pid } }).catch(() => {})
      await journal.close()
      await database.close()
    },
  }
}

/** What an auditor asks of a start: the settings, and which keys; no address of the database and no key itself. */
const startData = (
  config: InstanceConfig,
  { certificate }: SigningKey,
  { journalKey, publicationKeys, retention, acceptanceMs }: Surroundings,
) => ({
  pid: process.pid,
  node: process.version,
  environment: config.environment,
  contour: config.role,
  door: `${config.host}:${config.port}`,
  registry: config.registry.carrier,
  registryMaxAgeSeconds: config.registryMaxAgeSeconds,
  acceptanceSeconds: acceptanceMs / 1000,
  retention,
  certificate: certificate.sha256,
  publicationKeys: publicationKeys.map(publicationKeyId),
  journalKey: journalKey.current,
})

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

/** Without the operator's key no secret can be opened; whoever needs one is told so. */
function openSecrets(
  database: Database,
  key: SecretKey | undefined,
  { raise, log, signal }: Pick<RegistrySurroundings, 'raise' | 'log' | 'signal'>,
): SecretStore | undefined {
  if (key === undefined) return undefined
  return openSecretStore(database, {
    key,
    signal,
    onRefused: (error) => raise('secret-refused', `${error.message}; the one before stays`),
    onUnreachable: (error) =>
      log.error({ err: error }, 'the secrets cannot be asked for, those in memory stay'),
  })
}
