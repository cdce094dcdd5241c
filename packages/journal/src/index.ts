export type { Admission } from './admission.ts'
export type { DropOrder } from './drop-day.ts'
export { droppableTables } from './dropped.ts'
export type { Companion } from './entries.ts'
export type { Granted } from './flight.ts'
export {
  type Evidence,
  type Exchange,
  findExchanges,
  gatherEvidence,
  viewExchange,
} from './evidence.ts'
export { type JournalKey, JournalKeyError, openJournalKey, readJournalKey } from './journal-key.ts'
export {
  type Claim,
  type Journal,
  openJournal,
  type OpenJournalOptions,
  type WriteOptions,
} from './journal.ts'
export { type Limit, limitOf } from './limit.ts'
export type { Outcome } from './outcome.ts'
export type { CutRange, Payload, Payloads } from './payload.ts'
export {
  decrypt,
  openPayloadCipher,
  type PayloadCipher,
  PayloadError,
  type SealedBy,
} from './payload-cipher.ts'
export { archiveDay, type ArchiveOrder } from './proof/archive-day.ts'
export type { ChainLine, EventLine, MessageLine } from './proof/chain-line.ts'
export { exportLines, type ExportOptions, headOf } from './proof/export-lines.ts'
export { fileLines, journalKeyId } from './proof/journal-file.ts'
export type { Proof } from './proof/proof.ts'
export { syslogMessage } from './proof/syslog-lines.ts'
export { verifyFiles, type VerifyFilesOptions } from './proof/verify-files.ts'
export { verifyJournal, type VerifyJournalOptions } from './proof/verify-journal.ts'
export type { Direction, EventRecord, MessageRecord, StageTime } from './records.ts'
export type { RetentionDays } from './retention.ts'
export type { Seal } from './seal.ts'
export { RecentClaims } from './recent-claims.ts'
export { readSeals } from './seal-file.ts'
export { newSessionId, timeOfSession } from './session-id.ts'
export { openSyslog, type Syslog, type SyslogMessage, syslogText } from './syslog.ts'
export type { TimeKeeper } from './time-keeper.ts'
