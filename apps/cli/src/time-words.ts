import { UsageError } from './failure.ts'

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const longestDays = 3660

/** `30m`, `12h`, `7d` from now, or a time with its offset. */
export function timeFrom(option: string, text: string, now: Date): Date {
  const match = /^(\d{1,6})([mhd])$/.exec(text)
  const time =
    match === null
      ? isoTime(text)
      : new Date(now.getTime() + Number(match[1]) * units[match[2] as keyof typeof units])
  if (time === undefined || Number.isNaN(time.getTime())) {
    throw new UsageError(
      `--${option} ${text}: write a span such as 12h or 7d, or a time with its offset such as 2026-12-01T22:00:00+05:00`,
    )
  }
  if (time <= now) throw new UsageError(`--${option} ${text}: that is over already`)
  if (time.getTime() - now.getTime() > longestDays * units.d) {
    throw new UsageError(`--${option} ${text}: that is more than ten years ahead`)
  }
  return time
}

const isoTime = (text: string): Date | undefined =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : undefined
