import { hash } from 'node:crypto'
import type { Database } from '@arna/database'

/** Where all writers stood at one time, chained to the seal before. Copies leave the database. */
export interface Seal {
  readonly number: number
  /** As `timeText` writes it. */
  readonly at: string
  /** The text of a JSON array of SealedHead: those that wrote since the last seal. */
  readonly heads: string
  /** hex */
  readonly previous: string
  readonly hash: string
}

export interface SealedHead {
  readonly writer: string
  readonly number: number
  readonly hash: string
  /** Of the batch, as `timeText` writes it. */
  readonly at: string
}

export const firstPrevious = '0'.repeat(64)

export const sealHash = ({ number, at, heads, previous }: Omit<Seal, 'hash'>): string =>
  hash('sha256', `arna journal seal 1\n${number}\n${at}\n${previous}\n${heads}\n`, 'hex')

/** As a line of a file. */
export const sealLine = (seal: Seal): string => `${JSON.stringify({ seal })}\n`

const atText = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`

export const sealColumns = `number, ${atText},
  heads::text as heads, encode(previous, 'hex') as previous, encode(hash, 'hex') as hash`

/**
 * Seals what was written since the last seal, unless another process has just done it or there is nothing new. A batch
 * that is under way is in the next seal: batches are looked for an hour back, and no statement takes that long.
 */
export async function writeSeal(database: Database): Promise<Seal | undefined> {
  return database.transaction(async (transaction) => {
    const [turn] = await transaction.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('arna journal seal', 0)) as mine`,
    )
    if (turn?.mine !== true) return undefined
    const [last] = await transaction.query<Seal>(
      `select ${sealColumns} from journal_seal order by number desc limit 1`,
    )
    const sealed = await transaction.query<{ heads: SealedHead[] }>(
      `select heads from journal_seal where at >= $1::timestamptz - interval '2 hours'`,
      [last?.at ?? new Date(0)],
    )
    const known = new Map<string, number>()
    for (const { writer, number } of sealed.flatMap(({ heads }) => heads)) {
      known.set(writer, Math.max(known.get(writer) ?? 0, number))
    }
    const heads = (
      await transaction.query<SealedHead>(
        `select distinct on (writer) writer, number, encode(hash, 'hex') as hash, ${atText} from journal_batch
         where at >= $1::timestamptz - interval '1 hour' order by writer, number desc`,
        [last?.at ?? new Date(0)],
      )
    ).filter(({ writer, number }) => number > (known.get(writer) ?? 0))
    if (heads.length === 0) return undefined
    const [clock] = await transaction.query<{ at: string }>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
    )
    const seal = {
      number: (last?.number ?? 0) + 1,
      at: clock!.at,
      heads: JSON.stringify(heads),
      previous: last?.hash ?? firstPrevious,
    }
    const made = sealHash(seal)
    await transaction.query(
      `insert into journal_seal (number, at, heads, previous, hash)
       values ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'))`,
      [seal.number, seal.at, seal.heads, seal.previous, made],
    )
    return { ...seal, hash: made }
  })
}

/** The seals after a number, oldest first, at most a thousand. */
export const sealsAfter = (database: Pick<Database, 'query'>, number: number): Promise<Seal[]> =>
  database.query<Seal>(
    `select ${sealColumns} from journal_seal where number > $1 order by number limit 1000`,
    [number],
  )
