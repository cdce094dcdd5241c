import type { Transaction } from '@arna/database'

/** Everything that follows in the transaction sees the journal as it is now, and may change nothing. */
export const oneMoment = (transaction: Transaction): Promise<unknown> =>
  transaction.query('set transaction isolation level repeatable read, read only')

/** The days (UTC) that have batches, between two days. */
export async function daysWritten(
  transaction: Transaction,
  from: string | undefined,
  to: string | undefined,
): Promise<string[]> {
  const [row] = await transaction.query<{ first: string | null; last: string | null }>(
    `select to_char(min(at) at time zone 'UTC', 'YYYY-MM-DD') as first,
            to_char(max(at) at time zone 'UTC', 'YYYY-MM-DD') as last from journal_batch`,
  )
  const first = latest(row?.first ?? undefined, from)
  const last = row?.last == null ? undefined : to !== undefined && to < row.last ? to : row.last
  const days: string[] = []
  if (row?.first == null || first === undefined || last === undefined) return days
  for (let day = first; day <= last; day = dayAfter(day)) days.push(day)
  return days
}

const latest = (left: string | undefined, right: string | undefined): string | undefined =>
  left === undefined || (right !== undefined && right > left) ? right : left

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** When the last batches of a day have been sealed. */
export const sealedBy = (day: string): string => `${dayAfter(day)}T01:00:00Z`

/** From its first moment to that of the next one. */
export type Span = readonly [start: string, end: string]

export const spanOf = (day: string): Span => [`${day}T00:00:00Z`, `${dayAfter(day)}T00:00:00Z`]
