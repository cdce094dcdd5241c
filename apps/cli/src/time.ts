import { UsageError } from './failure.ts'

/** The time that `--at` names; undefined when it is left out. Throws UsageError. */
export function readTime(text: string | undefined, now: () => Date): Date | undefined {
  if (text === undefined) return undefined
  if (text === 'now') return now()
  const time = new Date(/^\d{4}-\d{2}-\d{2}(T.*)?$/.test(text) ? text : Number.NaN)
  if (!Number.isNaN(time.getTime())) return time
  throw new UsageError(`--at ${text}: write a date such as 2026-11-23 or 2026-11-23T10:00:00Z`)
}
