import type { Service } from './words.ts'

export interface ServiceBreak {
  readonly code: 'service-disabled' | 'service-maintenance'
  /** For whoever called it: until when, and why. */
  readonly reason: string
  readonly until?: Date
}

/** Why a service is off now: switched off (Rules, paragraphs 51 and 62) or in an announced break (paragraph 48). */
export function breakOf(
  { serviceId, disabled, maintenance }: Service,
  now: Date,
): ServiceBreak | undefined {
  if (disabled !== undefined && (disabled.until === undefined || now < disabled.until)) {
    const until = disabled.until === undefined ? '' : ` until ${disabled.until.toISOString()}`
    return {
      code: 'service-disabled',
      reason: `${serviceId} is off${until}: ${disabled.reason}`,
      ...(disabled.until !== undefined && { until: disabled.until }),
    }
  }
  const pause = maintenance.find(({ from, until }) => from <= now && now < until)
  if (pause === undefined) return undefined
  return {
    code: 'service-maintenance',
    reason: `${serviceId} is off until ${pause.until.toISOString()}: ${pause.reason}`,
    until: pause.until,
  }
}
