import type { Database } from '@arna/database'

/** The database's time, carried on by the monotonic clock: a jump of the machine's own clock does no harm. */
export interface TimeKeeper {
  /** Milliseconds since 1970; never less than it was. */
  now(): number
  /** Asks the database again; every minute is plenty. */
  synchronise(): Promise<void>
}

export async function keepTime(
  database: Pick<Database, 'query'>,
  monotonic: () => number = () => performance.now(),
): Promise<TimeKeeper> {
  let base = 0
  let told = 0
  const keeper: TimeKeeper = {
    now: () => {
      told = Math.max(told, Math.floor(base + monotonic()))
      return told
    },
    synchronise: async () => {
      const asked = monotonic()
      const [row] = await database.query<{ ms: number }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
      )
      // The answer is as old as its way back: half of the round trip.
      base = row!.ms - (asked + monotonic()) / 2
    },
  }
  await keeper.synchronise()
  return keeper
}

/** As the journal writes and hashes a time: microseconds, because the column has them. */
export const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, -1)}000Z`

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
