import type { Transaction } from '@arna/database'

/** Everything that follows in the transaction sees the journal as it is now, and may change nothing. */
export const oneMoment = (transaction: Transaction): Promise<unknown> =>
  transaction.query('set transaction isolation level repeatable read, read only')

/**
 * The days (UTC) that have batches, between two days. A batch whose time was altered to one that no day has is missed where
 * it was.
 */
export async function daysWritten(
  transaction: Transaction,
  from: string | undefined,
  to: string | undefined,
): Promise<string[]> {
  const rows = await transaction.query<{ day: string }>(
    `select to_char(day, 'YYYY-MM-DD') as day from (
       select distinct (at at time zone 'UTC')::date as day from journal_batch
       where at >= coalesce($1::timestamptz, '0001-01-01 00:00:00+00') and at < coalesce($2::timestamptz, '9999-12-31 00:00:00+00')
     ) as written order by day`,
    [from && spanOf(from)[0], to && spanOf(to)[1]],
  )
  return rows.map(({ day }) => day)
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** When the last batches of a day have been sealed. */
export const sealedBy = (day: string): string => `${dayAfter(day)}T01:00:00Z`

/** From its first moment to that of the next one. */
export type Span = readonly [start: string, end: string]

export const spanOf = (day: string): Span => [`${day}T00:00:00Z`, `${dayAfter(day)}T00:00:00Z`]
