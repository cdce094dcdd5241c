import { randomUUID } from 'node:crypto'
import { FlightBlob } from './flight-blob.ts'
import type { Database, Transaction } from '@arna/database'
import { chainStart, type Head } from './chain-head.ts'
import { eventEntry } from './entries.ts'
import { type Flight, fly, type Landed } from './flight.ts'
import type { EventRecord } from './records.ts'
import { dayOf, type TimeKeeper } from './time-keeper.ts'

export type Cargo = Pick<Flight, 'events' | 'messages'>

/** One is alone on the lane until `end`. */
export interface Turn {
  /** Appends one batch to the chain, as part of the transaction. */
  fly(transaction: Transaction, cargo: Cargo): Promise<Landed>
  /** The transaction is over; without an acknowledgement it may be durable all the same. */
  end(isDurable: boolean): void
}

/**
 * One writer: a chain of batches of its own, one flight at a time. A batch is only ever chained to a durable one, so no
 * failure leaves a gap and a number that is missing is a break. An open journal has two lanes: one batch is made
 * durable while the next one gathers.
 */
export interface Lane {
  readonly writer: string
  readonly isFree: boolean
  take(): Promise<Turn>
  /** A flight as a statement of its own. */
  fly(cargo: Cargo): Promise<Landed>
}

export interface LaneSurroundings extends Pick<Flight, 'instance' | 'cipher' | 'companions'> {
  readonly database: Database
  readonly time: TimeKeeper
  /** Sees to the partitions of a day; never rejects. */
  readonly prepareDay: (day: string) => Promise<void>
  /** Who opened the journal: the first batch of every chain says so. */
  readonly opened: EventRecord
  readonly onFree: () => void
}

export function openLane(surroundings: LaneSurroundings): Lane {
  const { database, time, instance, cipher, companions, opened } = surroundings
  const writer = randomUUID()
  const plain = new FlightBlob()
  const blob = new FlightBlob()
  let head: Head | undefined = chainStart
  let line: Promise<void> = Promise.resolve()
  let waiting = 0

  /** What has no acknowledgement may be durable all the same: the database knows where the chain stands. */
  const findHead = async (): Promise<Head> => {
    const [row] = await database.query<Head>(
      'select number, hash from journal_batch where writer = $1 order by number desc limit 1',
      [writer],
    )
    return row ?? chainStart
  }

  const take = async (): Promise<Turn> => {
    const before = line
    const { promise, resolve } = Promise.withResolvers<void>()
    line = promise
    waiting++
    await before
    // Before any transaction: making a partition needs locks that one may hold.
    await surroundings.prepareDay(dayOf(time.now()))
    let stands: Head | undefined
    return {
      fly: async (transaction, cargo) => {
        const from = stands ?? head ?? (await findHead())
        head = undefined
        const atMs = time.now()
        const events = from.number === 0 ? [eventEntry(opened), ...cargo.events] : cargo.events
        const { messages } = cargo
        const flight = {
          writer,
          instance,
          head: from,
          atMs,
          events,
          messages,
          cipher,
          companions,
          plain,
          blob,
        }
        const landed = await fly(transaction, flight)
        stands = landed.head
        return landed
      },
      end: (isDurable) => {
        if (isDurable && stands !== undefined) head = stands
        waiting--
        resolve()
        if (waiting === 0) surroundings.onFree()
      },
    }
  }

  const flyOnce = async (cargo: Cargo): Promise<Landed> => {
    const turn = await take()
    let isDurable = false
    try {
      const landed = await turn.fly(database, cargo)
      isDurable = true
      return landed
    } finally {
      turn.end(isDurable)
    }
  }

  return {
    writer,
    get isFree() {
      return waiting === 0
    },
    take,
    fly: (cargo) =>
      flyOnce(cargo).catch((error: unknown) => {
        // A flight given up for lost has landed meanwhile: ours was refused as a whole, and goes behind it.
        // Of two flights that wait for each other PostgreSQL ends one, and nothing of it is there.
        if (isNumberTaken(error) || isDeadlock(error)) return flyOnce(cargo)
        throw error
      }),
  }
}

/** A record that is part of a larger work: both are durable, or neither is. The lane is taken first, so that nobody waits for both. */
export async function together<T>(
  lane: Lane,
  database: Database,
  work: (transaction: Transaction, board: (cargo: Cargo) => Promise<Landed>) => Promise<T>,
): Promise<T> {
  const turn = await lane.take()
  let isDurable = false
  try {
    const result = await database.transaction((transaction) =>
      work(transaction, (cargo) => turn.fly(transaction, cargo)),
    )
    isDurable = true
    return result
  } finally {
    turn.end(isDurable)
  }
}

const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40P01'

const isNumberTaken = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'journal_batch_pkey'
