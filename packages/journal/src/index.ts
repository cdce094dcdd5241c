export type { Admission } from './admission.ts'
export { type JournalKey, JournalKeyError, openJournalKey, readJournalKey } from './journal-key.ts'
export {
  type Claim,
  type Journal,
  openJournal,
  type OpenJournalOptions,
  type WriteOptions,
} from './journal.ts'
export type { Outcome } from './outcome.ts'
export type { CutRange, Payload, Payloads } from './payload.ts'
export { PayloadError } from './payload-cipher.ts'
export type { Direction, EventRecord, MessageRecord, StageTime } from './records.ts'
export type { RetentionDays } from './retention.ts'
export { newSessionId, timeOfSession } from './session-id.ts'
