import type { Database } from '@arna/database'
import type { Lease, Numbers, Queue, Queues } from '@arna/delivery'
import type { Journal, JournalKey } from '@arna/journal'
import type { Registry, Way } from '@arna/registry'
import type { HandingOver } from './hand-over.ts'
import type { Parcel } from './parcel.ts'

/** What the courier of an instance stands on. */
export interface CourierOrder extends HandingOver {
  readonly database: Database
  readonly journal: Journal
  readonly journalKey: JournalKey
  readonly numbers: Numbers
  readonly queues: Queues
  readonly contour: string
  /** How long a message is known after its end; for ever when left out. */
  readonly keepDays: number | undefined
  readonly registry: () => Registry | undefined
  readonly now: () => Date
  /** By what came of it: `delivered`, `handed-over`, `told`, or the code of the fault. */
  readonly attempted: (outcome: string) => void
}

/** A delivery that is about to be written is handed over by this process at once. */
export interface Reservation {
  readonly lease: Lease
  readonly start: (parcel: Parcel) => void
  /** Gives the place up when it was not used. */
  readonly release: () => void
}

/** The courier, for those who work on its deliveries. Types only. */
export interface CourierDesk {
  readonly worker: string
  readonly order: CourierOrder
  /** Undefined when others of the line come first, the receiver fetches, or it has as much as it may. */
  reserve(queue: Queue, routeId: string | undefined): Reservation | undefined
  /** Something new may wait in this line. */
  wake(queue: Queue): void
  wayFor(queue: Queue, routeId?: string): Way
}
