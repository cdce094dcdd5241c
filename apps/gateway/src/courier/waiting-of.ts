import type { Database } from '@arna/database'
import { waitingLines } from '@arna/delivery'
import type { Waiting } from '../metrics.ts'

/** What each receiver of this contour does not have yet. */
export async function waitingOf(database: Database, contour: string): Promise<Waiting[]> {
  const byReceiver = new Map<string, Waiting>()
  for (const line of await waitingLines(database, { lateMinutes: 0 })) {
    if (line.contour !== contour) continue
    const { receiverId, kind, waiting, inHands, behind, oldestAt } = line
    const key = `${kind} ${receiverId}`
    const known = byReceiver.get(key)
    byReceiver.set(key, {
      receiverId,
      kind,
      count: (known?.count ?? 0) + waiting + inHands + behind,
      oldestAt: earlier(known?.oldestAt, oldestAt),
    })
  }
  return [...byReceiver.values()]
}

const earlier = (a: Date | undefined, b: Date | undefined): Date | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a
