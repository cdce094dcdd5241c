import type { Payloads } from './payload.ts'
import {
  type EventRecord,
  type MessageRecord,
  type StoredPayload,
  storableText,
} from './records.ts'

/** What an admission asks for: the signed bytes are this session's alone for a while. */
interface AdmissionClaim {
  readonly digest: Buffer | undefined
  readonly windowSeconds: number
  readonly deadlineSeconds: number
}

export interface MessageEntry {
  readonly message: MessageRecord
  readonly payloads: Payloads
  /** Pieces that this transaction has written already. */
  readonly written?: readonly StoredPayload[]
  readonly claim?: AdmissionClaim
  /** The same bytes may come again: the provider never saw them. */
  readonly releasesClaim?: boolean
  readonly companion?: Companion
}

/** What another part of the database does in the same moment: it is durable together with the record, or neither is. */
export interface Companion {
  /** One member of the JSON array that the function of `OpenJournalOptions.companions` gets; `session_id` joins it. */
  readonly move: object
  /** What JSON would swell; the function finds it by `start` (from 0) and `length`, which join it too. */
  readonly bytes?: Uint8Array
}

export interface EventEntry {
  readonly event: EventRecord
  /** Its `data` as it is hashed and stored. */
  readonly data: string
}

/** Throws when the data is none that JSON can say. */
export const eventEntry = (event: EventRecord): EventEntry => ({
  event,
  data: JSON.stringify(event.data ?? {}, (_, value: unknown) => storableMember(value)),
})

/** JSON takes a NUL and half a pair, in names too; PostgreSQL does not. */
export function storableMember(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [storableText(name), member]),
  )
}
