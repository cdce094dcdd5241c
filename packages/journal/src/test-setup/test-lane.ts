import type { Database } from '@arna/database'
import { type Lane, openLane } from '../lane.ts'
import { openPartitions } from '../partitions.ts'
import { keepTime, type TimeKeeper } from '../time-keeper.ts'

/** A writer of a test's own, for works that take one. */
export async function testLane(database: Database, time?: TimeKeeper): Promise<Lane> {
  const partitions = openPartitions(database, (error) => {
    throw error
  })
  return openLane({
    database,
    time: time ?? (await keepTime(database)),
    instance: 'test-upkeep',
    cipher: undefined,
    companions: undefined,
    prepareDay: (day) => partitions.prepare(day),
    opened: { event: 'journal-opened' },
    onFree: () => {},
  })
}
