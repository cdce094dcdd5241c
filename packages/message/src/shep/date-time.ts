const lexical = /^-?\d{4,9}-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,18})?(Z|[+-](\d\d):(\d\d))?$/

/** Whether a text is an xs:dateTime; the offset and the fraction of a second may be missing (XSD 1.0 part 2 §3.2.7). */
export function isDateTime(text: string): boolean {
  const match = lexical.exec(text)
  if (match === null) return false
  const [month, day, hour, minute, second] = match.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const year = Number(/^-?\d+/.exec(text)![0])
  const offsetMinutes = Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0)
  const clockIsRight =
    (hour < 24 && minute < 60 && second < 60) || (hour === 24 && minute === 0 && second === 0)
  return (
    year !== 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysOf(year, month) &&
    clockIsRight &&
    Number(match[9] ?? 0) < 60 &&
    offsetMinutes <= 14 * 60
  )
}

function daysOf(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

/** The time of Kazakhstan, one zone since 2024-03-01. */
const kazakhstanMinutes = 5 * 60

/** xs:dateTime with milliseconds and an offset, as SHEP writes it: 2026-02-03T10:20:30.456+05:00. */
export function dateTime(date: Date, offsetMinutes = kazakhstanMinutes): string {
  const local = new Date(date.getTime() + offsetMinutes * 60_000).toISOString().slice(0, -1)
  const two = (number: number): string => String(number).padStart(2, '0')
  const size = Math.abs(offsetMinutes)
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}`
}
