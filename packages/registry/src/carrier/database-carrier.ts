import type { Database } from '@arna/database'
import { maxSnapshotBytes } from '../flattened-jws.ts'
import type { Place } from '../publish-snapshot.ts'
import type { Carrier } from './carrier.ts'

/** A refused newest publication is passed over for an older one, at most this many of them. */
const passedOver = 10

/** The table that `publishSnapshot` fills. The usual question costs one look into its index. */
export function databaseCarrier(database: Pick<Database, 'query'>, place: Place): Carrier {
  const { environment, contour } = place
  const snapshotText = async (number: number): Promise<string | undefined> => {
    // What is too long is refused; a part of it, one byte more than the limit, is enough for that.
    const [row] = await database.query<{ snapshot: string }>(
      `select left(snapshot, $4) as snapshot from registry_publication
       where environment = $1 and contour = $2 and number = $3`,
      [environment, contour, number, maxSnapshotBytes + 1],
    )
    return row?.snapshot
  }
  return {
    name: 'the database',
    look: async (than) => {
      const [newest] = await database.query<{ number: number }>(
        `select number from registry_publication
         where environment = $1 and contour = $2 order by number desc limit 1`,
        [environment, contour],
      )
      if (newest === undefined || newest.number <= than) {
        return { newest: newest?.number ?? 0, offers: [] }
      }
      // The time makes another version of a row that was deleted and its number used again.
      const rows = await database.query<{ number: number; at: string }>(
        `select number, published_at::text as at from registry_publication
         where environment = $1 and contour = $2 and number > $3 order by number desc limit $4`,
        [environment, contour, than, passedOver],
      )
      const offers = rows.map(({ number, at }) => ({
        version: `${number} at ${at}`,
        number,
        text: () => snapshotText(number),
      }))
      return { newest: newest.number, offers }
    },
  }
}
