import type { Journal } from '@arna/journal'
import type { Logger } from 'pino'
import type { InstanceMetrics } from './metrics.ts'

type AlarmName =
  | 'acceptance-too-long'
  | 'load-above-nominal'
  | 'load-above-peak'
  | 'outcome-lost'
  | 'outcome-unknown'
  | 'registry-refused'
  | 'registry-too-old'
  | 'secret-refused'

/** What an operator must look at: a line of the log, a metric, and an event of the journal. */
export type RaiseAlarm = (
  name: AlarmName,
  detail: string,
  data?: Readonly<Record<string, unknown>>,
) => void

export function openAlarms(
  log: Logger,
  metrics: Pick<InstanceMetrics, 'alarm'>,
  journal: () => Pick<Journal, 'event'> | undefined,
): RaiseAlarm {
  return (name, detail, data = {}) => {
    log.warn({ alarm: name, ...data }, detail)
    metrics.alarm(name)
    // When the journal is the trouble, it cannot tell of it, and the log has.
    void journal()
      ?.event({ event: `alarm:${name}`, detail, data })
      .catch(() => {})
  }
}
