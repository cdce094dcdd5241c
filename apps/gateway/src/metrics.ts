import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { StageTime } from './exchange.ts'

/** What operators collect from `/metrics`. */
export interface Metrics {
  text(): Promise<string>
  readonly contentType: string
  forInstance(name: string): InstanceMetrics
}

export interface InstanceMetrics {
  readonly observe: (time: StageTime) => void
  answered(outcome: string): void
  /** Of the asynchronous channel: what came of handing something over. */
  readonly attempted: (outcome: string) => void
  registryNumber(number: number): void
  /** What an operator must look at; see `Alarm`. */
  alarm(name: string): void
  /** Messages under way and waiting for their place, and outcomes that the journal did not take yet. */
  counts(of: () => InstanceCounts): void
  /** What waits on the asynchronous channel; asked for when somebody reads the metrics, four times a minute at most. */
  waiting(of: () => Promise<readonly Waiting[]>): void
  /** When the newest number was last asked for with success; undefined as long as it never was. */
  registryCheckedAt(of: () => Date | undefined): void
}

interface InstanceCounts {
  readonly underWay: number
  readonly waiting: number
  readonly owedOutcomes: number
}

/** Of one receiver. */
export interface Waiting {
  readonly receiverId: string
  readonly kind: 'message' | 'status'
  readonly count: number
  /** When the oldest one began to wait. */
  readonly oldestAt: Date | undefined
}

export interface MetricsOptions {
  /** Some figures name parties: not where strangers read them. */
  readonly namesParties: boolean
}

/** `bytesUnderWay`: of all messages that the process holds now. */
export function openMetrics(
  bytesUnderWay: () => number,
  { namesParties }: MetricsOptions = { namesParties: false },
): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const stages = new Histogram({
    name: 'arna_stage_seconds',
    help: 'Time of each stage in the life of a message',
    labelNames: ['instance', 'stage'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [register],
  })
  const messages = new Counter({
    name: 'arna_messages_total',
    help: 'Messages answered, by outcome: finished, or the code of the fault',
    labelNames: ['instance', 'outcome'],
    registers: [register],
  })
  const deliveries = new Counter({
    name: 'arna_deliveries_total',
    help: 'Attempts to hand over messages and statuses, by outcome: delivered, handed-over, told, or the code of the fault',
    labelNames: ['instance', 'outcome'],
    registers: [register],
  })
  const registry = new Gauge({
    name: 'arna_registry_number',
    help: 'Number of the registry snapshot in force',
    labelNames: ['instance'],
    registers: [register],
  })
  const underWay: Gauge = new Gauge({
    name: 'arna_bytes_under_way',
    help: 'Bytes of the messages that the process holds now, answered ones not counted',
    registers: [register],
    collect(): void {
      underWay.set(bytesUnderWay())
    },
  })
  const alarms = new Counter({
    name: 'arna_alarms_total',
    help: 'What an operator must look at, by name; the log says more',
    labelNames: ['instance', 'alarm'],
    registers: [register],
  })
  const counted = new Map<string, () => InstanceCounts>()
  const places: Gauge = new Gauge({
    name: 'arna_messages',
    help: 'Messages under way with a provider, waiting for a place, and outcomes that the journal did not take yet',
    labelNames: ['instance', 'state'],
    registers: [register],
    collect() {
      for (const [instance, of] of counted) {
        const { underWay: busy, waiting, owedOutcomes } = of()
        places.set({ instance, state: 'under_way' }, busy)
        places.set({ instance, state: 'waiting' }, waiting)
        places.set({ instance, state: 'owed' }, owedOutcomes)
      }
    },
  })
  const checked = new Map<string, () => Date | undefined>()
  const age = new Gauge({
    name: 'arna_registry_age_seconds',
    help: 'Time since the registry in force was last known to be the newest one',
    labelNames: ['instance'],
    registers: [register],
    collect() {
      for (const [instance, of] of checked) {
        const at = of()
        if (at !== undefined) age.set({ instance }, (Date.now() - at.getTime()) / 1000)
      }
    },
  })
  const waiting = new Map<string, () => Promise<readonly Waiting[]>>()
  if (namesParties) registerWaiting(register, waiting)
  // Looked up by its labels each time it costs ten times as much.
  const known = new Map<string, Histogram.Internal<'instance' | 'stage'>>()
  const stageOf = (instance: string, stage: string): Histogram.Internal<'instance' | 'stage'> => {
    const key = `${instance} ${stage}`
    const found = known.get(key) ?? stages.labels({ instance, stage })
    known.set(key, found)
    return found
  }
  return {
    text: () => register.metrics(),
    contentType: register.contentType,
    forInstance: (instance) => ({
      observe: ({ stage, ms }) => stageOf(instance, stage).observe(ms / 1000),
      alarm: (alarm) => alarms.inc({ instance, alarm }),
      counts: (of) => counted.set(instance, of),
      waiting: (of) => waiting.set(instance, sharedFor(15_000, of)),
      answered: (outcome) => messages.inc({ instance, outcome }),
      attempted: (outcome) => deliveries.inc({ instance, outcome }),
      registryNumber: (number) => registry.set({ instance }, number),
      registryCheckedAt: (of) => checked.set(instance, of),
    }),
  }
}

/** A reader of every few seconds must not have the database count a million rows each time. */
function sharedFor<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  let askedAtMs = 0
  return () => {
    const nowMs = performance.now()
    if (asked === undefined || nowMs - askedAtMs > ms) {
      askedAtMs = nowMs
      asked = ask()
      asked.catch(() => (asked = undefined))
    }
    return asked
  }
}

/** Rules, paragraph 47, speaks of one minute: whoever waits longer is the operator's business. */
function registerWaiting(
  register: Registry,
  of: ReadonlyMap<string, () => Promise<readonly Waiting[]>>,
): void {
  const labelNames = ['instance', 'receiver', 'kind'] as const
  const gauge = (name: string, help: string, valueOf: (one: Waiting) => number | undefined) => {
    const made: Gauge<(typeof labelNames)[number]> = new Gauge({
      name,
      help,
      labelNames,
      registers: [register],
      async collect() {
        made.reset()
        for (const [instance, ask] of of) {
          // While the database is away the other figures are worth reading all the more.
          for (const one of await ask().catch(() => [])) {
            const value = valueOf(one)
            const { receiverId: receiver, kind } = one
            if (value !== undefined) made.set({ instance, receiver, kind }, value)
          }
        }
      },
    })
  }
  gauge(
    'arna_deliveries_waiting',
    'Messages and statuses that their receivers do not have yet',
    ({ count }) => count,
  )
  gauge(
    'arna_delivery_oldest_seconds',
    'How long the oldest message or status has waited for its receiver',
    ({ oldestAt }) => oldestAt && (Date.now() - oldestAt.getTime()) / 1000,
  )
}
