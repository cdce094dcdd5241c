import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Database, openDatabase } from '@arna/database'
import type { Journal } from '@arna/journal'
import { Fault } from '@arna/message'
import {
  type Carrier,
  databaseCarrier,
  fileCarrier,
  httpsCarrier,
  Registry,
  type RegistryWatch,
  watchRegistry,
} from '@arna/registry'
import type { Logger } from 'pino'
import type { RaiseAlarm } from './alarms.ts'
import type { InstanceConfig } from './config.ts'
import type { InstanceMetrics } from './metrics.ts'

export interface RegistrySurroundings {
  readonly database: Database
  readonly journal: Pick<Journal, 'event'>
  readonly publicationKeys: readonly KeyObject[]
  readonly metrics: InstanceMetrics
  readonly raise: RaiseAlarm
  readonly log: Logger
  readonly signal: AbortSignal
}

/** The registry that this instance goes by, from its carrier or from the copy on disk. */
export function watchInForce(
  config: InstanceConfig,
  { database, journal, publicationKeys, metrics, raise, log, signal }: RegistrySurroundings,
): RegistryWatch {
  const place = { environment: config.environment, contour: config.role }
  const watch = watchRegistry(carrierOf(config, { database, signal }), {
    ...place,
    publicationKeys,
    copy: config.registryCopy,
    maxAgeSeconds: config.registryMaxAgeSeconds,
    signal,
    onChange: ({ number, publishedAt, publishedBy, reason }) => {
      metrics.registryNumber(number)
      log.info({ number }, 'registry in force')
      const data = { number, publishedAt, publishedBy, reason }
      // A registry is in force although the journal is away; each message names its number, too.
      journal.event({ event: 'registry-in-force', data }).catch((error: unknown) => {
        log.error({ err: error, number }, 'the journal did not take that a registry is in force')
      })
    },
    onRefused: (error, number) => raise('registry-refused', error.message, { number }),
    onUnreachable: (error) =>
      log.error({ err: error }, 'the registry cannot be asked for, the last good one stays'),
    onCopyFailed: (error) =>
      log.error({ err: error }, 'the copy of the registry on disk cannot be kept'),
  })
  metrics.registryCheckedAt(() => watch.checkedAt())
  alarmWhenTooOld(watch, raise, signal)
  return watch
}

const lookEveryMs = 5_000

/** Once, each time that it becomes so. */
function alarmWhenTooOld(watch: RegistryWatch, raise: RaiseAlarm, signal: AbortSignal): void {
  let wasTooOld = false
  const timer = setInterval(() => {
    const isTooOld = watch.isTooOld()
    if (isTooOld && !wasTooOld) {
      raise('registry-too-old', 'messages are refused until the carrier of the registry answers', {
        checkedAt: watch.checkedAt()?.toISOString(),
      })
    }
    wasTooOld = isTooOld
  }, lookEveryMs).unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
}

function carrierOf(
  { registry, databaseUrl, environment, role }: InstanceConfig,
  { database, signal }: Pick<RegistrySurroundings, 'database' | 'signal'>,
): Carrier {
  if (registry.carrier === 'file') return fileCarrier(registry.path)
  if (registry.carrier === 'database') {
    const isOwn = registry.url === databaseUrl
    const asked = isOwn ? database : openDatabase(registry.url, { max: 1, statementMs: 10_000 })
    if (!isOwn) signal.addEventListener('abort', () => void asked.close(), { once: true })
    return databaseCarrier(asked, { environment, contour: role })
  }
  return httpsCarrier({
    url: registry.url,
    ...(registry.authorities !== undefined && {
      authorities: readFileSync(registry.authorities, 'utf8'),
    }),
  })
}

/** Why no message can be judged now; undefined when the registry may be used. */
export function registryTrouble(watch: RegistryWatch): Fault | undefined {
  if (watch.current() === undefined) {
    return new Fault('registry-unavailable', 'no registry is published for this gateway yet')
  }
  if (!watch.isTooOld()) return undefined
  return new Fault(
    'registry-unavailable',
    `nobody knows whether the registry still holds: it was last known to be the newest one at ${watch.checkedAt()?.toISOString()}`,
  )
}

/** Stands in until the first publication, which has the number 1. */
export const unpublished = ({ environment, role }: InstanceConfig): Registry =>
  new Registry(
    { environment, contour: role, organisations: [], systems: [], services: [], connections: [] },
    { number: 0, publishedAt: new Date(0) },
  )
