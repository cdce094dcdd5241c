import type { Database } from '@arna/database'
import { daysOfTable, dropDay } from './drop-day.ts'
import { type DroppableTable, droppableTables } from './dropped.ts'
import type { Lane } from './lane.ts'
import { dayOf } from './time-keeper.ts'

/** How many whole days each kind is kept; what is left out is kept for ever. */
export interface RetentionDays {
  /** Never longer than the messages: without their records they prove nothing. */
  readonly payloads?: number | undefined
  readonly messages?: number | undefined
  readonly events?: number | undefined
}

const dayMs = 86_400_000

/**
 * Drops the days that are over, oldest first. The chain of digests stays, so that what is kept still verifies. Returns
 * how many days of tables went.
 */
export async function retain(
  days: RetentionDays,
  {
    database,
    nextLane,
    nowMs,
  }: { readonly database: Database; readonly nextLane: () => Lane; readonly nowMs: number },
): Promise<number> {
  const { payloads, messages, events } = days
  const ofPayloads =
    payloads === undefined || messages === undefined
      ? (payloads ?? messages)
      : Math.min(payloads, messages)
  const kept: Readonly<Record<DroppableTable, number | undefined>> = {
    journal_hold: ofPayloads,
    journal_payload: ofPayloads,
    journal_message: messages,
    journal_event: events,
  }
  let dropped = 0
  for (const table of droppableTables) {
    const keep = kept[table]
    if (keep === undefined) continue
    const first = dayOf(nowMs - keep * dayMs)
    for (const day of await daysOfTable(database, table)) {
      if (day >= first) break
      const order = { table, day, reason: 'retention', actor: 'arna' } as const
      if (await dropDay(order, { database, lane: nextLane() })) dropped++
    }
  }
  return dropped
}
