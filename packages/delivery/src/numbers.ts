import type { Database } from '@arna/database'

/** Ids of messages, chains and notifications: unique over all processes, in no promised order. */
export interface Numbers {
  next(): Promise<number>
}

/** The increment of the sequence (migration 0007). */
const blockLength = 100

export function openNumbers(database: Database): Numbers {
  let next = 0
  let end = 0
  let asked: Promise<void> | undefined
  const fill = async (): Promise<void> => {
    const [row] = await database.query<{ from: number }>(
      `select nextval('delivery_number') as from`,
    )
    next = row!.from
    end = next + blockLength
  }
  return {
    next: async () => {
      for (;;) {
        if (next < end) return next++
        await (asked ??= fill().finally(() => {
          asked = undefined
        }))
      }
    },
  }
}
