import type { Database, Transaction } from '@arna/database'
import type { Seal } from '../seal.ts'
import { droppedEvent } from '../dropped.ts'
import type { Proof } from './proof.ts'
import { daysWritten, oneMoment, sealedBy, spanOf } from './days.ts'
import { eventLines, readDay, readSealRows, strayPieces } from './read-day.ts'
import { isInItsBatch } from './is-in-its-batch.ts'
import { openVerifier } from './verify-chain.ts'

export interface VerifyJournalOptions {
  /** Days, `2026-11-27`, both included; everything when left out. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly sealFile?: readonly Seal[] | undefined
}

/** Proves the journal of a database as it is at this moment, in one pass. */
export function verifyJournal(
  database: Database,
  options: VerifyJournalOptions = {},
): Promise<Proof> {
  return database.transaction(async (transaction) => {
    await oneMoment(transaction)
    return verifyWithin(transaction, options)
  })
}

export async function verifyWithin(
  transaction: Transaction,
  { from, to, sealFile }: VerifyJournalOptions = {},
): Promise<Proof> {
  const verifier = openVerifier({
    from,
    to,
    hasPayloads: true,
    ...(sealFile && { sealFile: new Map(sealFile.map((seal) => [seal.number, seal])) }),
  })
  const start = from && `${from}T00:00:00Z`
  const end = to === undefined ? undefined : sealedBy(to)
  for await (const seal of readSealRows(transaction, start, end)) verifier.take(seal)
  for (const day of await daysWritten(transaction, from, to)) {
    for await (const line of readDay(transaction, day, 'digests')) verifier.take(line)
    verifier.strays(await strayPieces(transaction, day), day)
  }
  if (to !== undefined) {
    for (const event of await eventLines(transaction, droppedEvent, spanOf(to)[1])) {
      if (await isInItsBatch(transaction, event)) verifier.listen(event)
      else verifier.unreadable(`the event ${event.event} (${event.at}) is not what its batch holds`)
    }
  }
  return verifier.finish()
}
