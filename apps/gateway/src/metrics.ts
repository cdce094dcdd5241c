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
  /** When the newest number was last asked for with success; undefined as long as it never was. */
  registryCheckedAt(of: () => Date | undefined): void
}

interface InstanceCounts {
  readonly underWay: number
  readonly waiting: number
  readonly owedOutcomes: number
}

/** `bytesUnderWay`: of all messages that the process holds now. */
export function openMetrics(bytesUnderWay: () => number): Metrics {
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
      answered: (outcome) => messages.inc({ instance, outcome }),
      attempted: (outcome) => deliveries.inc({ instance, outcome }),
      registryNumber: (number) => registry.set({ instance }, number),
      registryCheckedAt: (of) => checked.set(instance, of),
    }),
  }
}
