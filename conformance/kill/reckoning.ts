import { openDatabase } from '@arna/database'
import { expect } from 'vitest'
import type { World } from '../live/world.ts'
import type { Sent } from './ledger.ts'

interface Kinds {
  readonly message_id: string
  readonly kinds: readonly string[]
}

/** What the journal, the senders and the provider say of the same messages; they must agree. */
export async function reckon(book: readonly Sent[], world: World): Promise<Record<string, number>> {
  const database = openDatabase(world.databaseUrl, { max: 1 })
  try {
    await everyAdmissionHasAnOutcome(database)
    const journal = new Map(
      (
        await database.query<Kinds>(
          `select message_id, array_agg(kind order by at, batch, position) as kinds from journal_message
           where repeat_of is null and message_id is not null group by message_id`,
        )
      ).map(({ message_id, kinds }) => [message_id, kinds]),
    )
    const times = await timesSeen(world)
    const ends: Record<string, number> = {}
    for (const { messageId, end = 'no end' } of book) {
      ends[end] = (ends[end] ?? 0) + 1
      const kinds = journal.get(messageId) ?? []
      const seen = times.get(messageId) ?? 0
      const about = `${messageId}: sender ${end}, journal ${kinds.join(', ')}, provider ${seen} times`
      expect(seen, about).toBeLessThanOrEqual(1)
      if (end === 'answered') {
        expect(kinds, about).toContain('finished')
        expect(seen, about).toBe(1)
      }
      // Never nothing: whatever may have left the gateway is admitted, and its outcome is named.
      if (seen > 0) expect(kinds, about).toContain('admitted')
      if (kinds.includes('admitted')) {
        const outcomes = kinds.filter((kind) => kind !== 'admitted')
        expect(outcomes.length, about).toBeGreaterThan(0)
      }
      if (end === 'outcome-unknown') {
        expect(kinds.includes('unknown') || kinds.includes('finished'), about).toBe(true)
      }
    }
    return ends
  } finally {
    await database.close()
  }
}

/** The sweep comes after the deadline of the last admission. */
async function everyAdmissionHasAnOutcome(
  database: ReturnType<typeof openDatabase>,
): Promise<void> {
  await expect
    .poll(
      async () => {
        const [row] = await database.query<{ open: number }>(
          `select count(*)::int as open from journal_message admitted
           where kind = 'admitted' and not exists (
             select from journal_message outcome
             where outcome.session_id = admitted.session_id and outcome.kind <> 'admitted')`,
        )
        return row?.open
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(0)
}

async function timesSeen({ providerUrl }: World): Promise<ReadonlyMap<string, number>> {
  return new Map((await (await fetch(`${providerUrl}/times/`)).json()) as [string, number][])
}
