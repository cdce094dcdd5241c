/** Tables whose days retention and the archive drop, in that order: a payload never outlives the record that proves it. */
export const droppableTables = [
  'journal_hold',
  'journal_payload',
  'journal_message',
  'journal_event',
] as const
/** What holds bytes of payloads. */
export const payloadTables: readonly DroppableTable[] = ['journal_hold', 'journal_payload']
export type DroppableTable = (typeof droppableTables)[number]

/** Days, both included, of a table that were dropped together with so many rows. */
export interface Dropped {
  readonly table: DroppableTable
  readonly from: string
  readonly to: string
  readonly rows: number
}

/** The word of the event that tells it. */
export const droppedEvent = 'journal-dropped'

/**
 * Its `data`: what was dropped now, and what the events told that went with it. A chain whose records are gone says so
 * in a record that is still there.
 */
export interface DroppedData {
  readonly dropped: Dropped
  readonly carried: readonly Dropped[]
  readonly bytes: number
  readonly reason: 'retention' | 'archive'
  /** The hashes at which the day's chains ended. */
  readonly heads: readonly {
    readonly writer: string
    readonly number: number
    readonly hash: string
  }[]
}

/** Neighbouring days as one range, so that what is carried on stays short. */
export function mergeDropped(all: readonly Dropped[]): Dropped[] {
  const merged: Dropped[] = []
  for (const one of all.toSorted((left, right) => compare(keyOf(left), keyOf(right)))) {
    const last = merged.at(-1)
    if (last !== undefined && last.table === one.table && isNextDay(last.to, one.from)) {
      merged[merged.length - 1] = { ...last, to: one.to, rows: last.rows + one.rows }
    } else merged.push(one)
  }
  return merged
}

const keyOf = ({ table, from }: Dropped): string => `${table} ${from}`
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
const isNextDay = (day: string, other: string): boolean =>
  Date.parse(day) + 86_400_000 === Date.parse(other)
