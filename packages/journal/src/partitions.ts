import type { Database } from '@arna/database'
import { dayOf } from './time-keeper.ts'

const dayMs = 86_400_000

export interface Partitions {
  /** Before a day is written to. A failure is told and does no harm: the default partition takes the rows. */
  prepare(day: string): Promise<void>
  /** Today's and tomorrow's. */
  prepareAhead(nowMs: number): Promise<void>
}

export function openPartitions(
  database: Pick<Database, 'query'>,
  onError: (error: unknown) => void,
): Partitions {
  const known = new Set<string>()
  const prepare = async (day: string): Promise<void> => {
    if (known.has(day)) return
    // Tried once for every flight would make a slow database slower: the next look ahead tries again.
    known.add(day)
    try {
      await database.query('select journal_make_day($1::date)', [day])
    } catch (error) {
      onError(error)
    }
  }
  return {
    prepare,
    prepareAhead: async (nowMs) => {
      const days = [dayOf(nowMs), dayOf(nowMs + dayMs)]
      known.clear()
      for (const day of days) await prepare(day)
    },
  }
}
