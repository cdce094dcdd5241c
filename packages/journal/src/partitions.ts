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
  /** Whether each was made; callers of one day wait for the same answer. */
  const days = new Map<string, Promise<boolean>>()
  const make = async (day: string): Promise<boolean> => {
    try {
      await database.query('select journal_make_day($1::date)', [day])
      return true
    } catch (error) {
      onError(error)
      return false
    }
  }
  const prepare = async (day: string): Promise<boolean> => {
    const made = days.get(day) ?? make(day)
    days.set(day, made)
    return made
  }
  return {
    // Not tried again for every flight: that would make a slow database slower.
    prepare: async (day) => void (await prepare(day)),
    prepareAhead: async (nowMs) => {
      for (const day of [dayOf(nowMs), dayOf(nowMs + dayMs)]) {
        if (await prepare(day)) continue
        days.delete(day)
        await prepare(day)
      }
    },
  }
}
