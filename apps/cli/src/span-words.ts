const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** A span of time as people say it: `40 s`, `5 min`, `2 h 5 min`, `3 d 4 h`. */
export function spanText(ms: number): string {
  const span = Math.max(0, ms)
  if (span < minuteMs) return `${Math.floor(span / 1000)} s`
  if (span < hourMs) return `${Math.floor(span / minuteMs)} min`
  if (span < dayMs) return two(span, hourMs, 'h', minuteMs, 'min')
  return two(span, dayMs, 'd', hourMs, 'h')
}

function two(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const rest = Math.floor((ms % largeMs) / smallMs)
  const whole = `${Math.floor(ms / largeMs)} ${large}`
  return rest === 0 ? whole : `${whole} ${rest} ${small}`
}

/** A moment beside the present one: `2 h 5 min ago`, `in 40 s`. */
export function whenText(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime()
  return ms > 0 ? `in ${spanText(ms)}` : `${spanText(-ms)} ago`
}

export const numberText = (number: number): string => number.toLocaleString('en')
