import type { Transaction } from '@arna/database'
import type { Place } from './publish-snapshot.ts'

export interface PublicationRow {
  readonly number: number
  readonly publishedAt: Date
  readonly publishedBy: string | null
  readonly reason: string | null
  /** How many organisations, systems, services and connections; null when it is not known. */
  readonly changes: number | null
}

/** The last publications, newest first, as the table lists them: who and why are signed in each snapshot only. */
export function publicationHistory(
  database: Transaction,
  { environment, contour }: Place,
  last: number,
): Promise<PublicationRow[]> {
  return database.query<PublicationRow & Record<string, unknown>>(
    `select number, published_at as "publishedAt", published_by as "publishedBy", reason, changes
     from registry_publication where environment = $1 and contour = $2
     order by number desc limit $3`,
    [environment, contour, last],
  )
}
