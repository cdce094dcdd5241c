import type { Database } from '@arna/database'

/** How often what was counted here is added up with what other processes counted. */
const exchangeMs = 1_000
const hourMs = 3_600_000

/** Requests of one connection in an hour of the clock and the one before, all processes together. */
interface Counted {
  readonly hour: number
  readonly current: number
  readonly previous: number
}

export interface LoadOptions {
  readonly onError: (error: unknown) => void
  readonly now?: () => number
}

/**
 * How many requests each connection made within the last hour, over all processes of the database (table `connection_load`).
 * A process counts for itself and exchanges once a second, so that no message waits for it: the sum is up to a second old,
 * and while the database is away each process knows its own share only.
 */
export class Load {
  readonly #database: Pick<Database, 'query'>
  readonly #now: () => number
  readonly #onError: (error: unknown) => void
  /** Not told to the database yet. */
  readonly #fresh = new Map<string, number>()
  readonly #known = new Map<string, Counted>()
  readonly #timer: NodeJS.Timeout
  #exchange: Promise<void> = Promise.resolve()
  #cleanedAt = 0

  constructor(database: Pick<Database, 'query'>, { onError, now = Date.now }: LoadOptions) {
    this.#database = database
    this.#onError = onError
    this.#now = now
    this.#timer = setInterval(() => void this.exchange(), exchangeMs).unref()
  }

  /** Counts one request and says how many there were within an hour, this one among them. */
  count(connection: string): number {
    this.#fresh.set(connection, (this.#fresh.get(connection) ?? 0) + 1)
    return this.withinHour(connection)
  }

  /**
   * What is left of the hour before counts for the share of it that lies within sixty minutes: no burst at the turn of the
   * hour gets twice its due.
   */
  withinHour(connection: string): number {
    const hour = hourOf(this.#now())
    const known = this.#known.get(connection)
    const fresh = this.#fresh.get(connection) ?? 0
    const share = 1 - (this.#now() % hourMs) / hourMs
    if (known?.hour === hour) return known.current + fresh + Math.floor(known.previous * share)
    if (known?.hour === hour - 1) return fresh + Math.floor(known.current * share)
    return fresh
  }

  /** When fewer than `most` will have come within an hour, if none comes before. */
  secondsUntilBelow(connection: string, most: number): number {
    const now = this.#now()
    const known = this.#known.get(connection)
    const hour = hourOf(now)
    const fresh = this.#fresh.get(connection) ?? 0
    const current = fresh + (known?.hour === hour ? known.current : 0)
    const previous =
      known?.hour === hour ? known.previous : known?.hour === hour - 1 ? known.current : 0
    // Below `most` at the latest when this hour's requests begin to fade, in the hour after.
    const fading = current >= most ? current : previous
    const startsAt = current >= most ? (hour + 1) * hourMs : hour * hourMs
    const left = current >= most ? most : most - current
    const fadedAt = startsAt + (fading === 0 ? 0 : (1 - left / fading) * hourMs)
    return Math.max(1, Math.ceil((fadedAt - now) / 1000))
  }

  /** Adds what was counted here to the table, and learns what the others counted. */
  exchange(): Promise<void> {
    this.#exchange = this.#exchange.then(() => this.#once())
    return this.#exchange
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.exchange()
  }

  /** Two hours are enough for every question that is asked here. */
  async #forgetBefore(hour: number): Promise<void> {
    this.#cleanedAt = hour
    for (const [connection, known] of this.#known) {
      if (known.hour < hour - 1) this.#known.delete(connection)
    }
    await this.#database
      .query('delete from connection_load where hour < $1', [hour - 2])
      .catch(this.#onError)
  }

  async #once(): Promise<void> {
    if (this.#fresh.size === 0) return
    const hour = hourOf(this.#now())
    if (hour !== this.#cleanedAt) await this.#forgetBefore(hour)
    // In one order everywhere: two processes that add the same rows must not wait for each other.
    const told = [...this.#fresh].toSorted(([left], [right]) => (left < right ? -1 : 1))
    try {
      const rows = await this.#database.query<Row>(addUp, [
        hour,
        told.map(([connection]) => connection),
        told.map(([, count]) => count),
      ])
      for (const { connection, current, previous } of rows) {
        this.#known.set(connection, { hour, current, previous })
      }
      for (const [connection, count] of told) {
        const left = (this.#fresh.get(connection) ?? 0) - count
        if (left > 0) this.#fresh.set(connection, left)
        else this.#fresh.delete(connection)
      }
    } catch (error) {
      this.#onError(error)
    }
  }
}

interface Row {
  readonly connection: string
  readonly current: number
  readonly previous: number
}

const addUp = `
  with added as (
    insert into connection_load (connection, hour, requests)
    select connection, $1, requests from unnest($2::text[], $3::bigint[]) as fresh (connection, requests)
    on conflict (connection, hour) do update set requests = connection_load.requests + excluded.requests
    returning connection, requests
  )
  select added.connection, added.requests as current, coalesce(before.requests, 0) as previous
  from added left join connection_load before on before.connection = added.connection and before.hour = $1 - 1`

const hourOf = (ms: number): number => Math.floor(ms / hourMs)
