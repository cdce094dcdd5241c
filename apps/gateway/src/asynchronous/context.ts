import type { Database } from '@arna/database'
import type { Numbers, Queues } from '@arna/delivery'
import type { JournalKey, PayloadCipher, RecentClaims } from '@arna/journal'
import type { Courier } from '../courier/courier.ts'
import type { Gateway } from '../gateway.ts'
import type { Trace } from '../trace.ts'

/** What the asynchronous channel stands on beside what both channels do. */
export interface AsyncGateway extends Gateway {
  readonly database: Database
  readonly numbers: Numbers
  readonly queues: Queues
  /** Contents of messages are encrypted as payloads of the journal are. */
  readonly journalKey: JournalKey
  readonly contentCipher: PayloadCipher
  /** Signed bytes that came lately: a repeat is looked up before anything is made for it. */
  readonly recentMessages: RecentClaims
  readonly courier: Courier
}

/** Of one request. */
export interface Context {
  readonly trace: Trace
  readonly gateway: AsyncGateway
  /** The sender's line for the processor. */
  readonly inTurn: <T>(work: () => T | Promise<T>) => Promise<T>
}
