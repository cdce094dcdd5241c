import type { Journal, MessageRecord, Payloads, WriteOptions } from '@arna/journal'
import type { OwedOutcomes } from './owed-outcomes.ts'

export interface Settling {
  readonly journal: Journal
  readonly owed: OwedOutcomes
}

/**
 * The second durable point: the outcome of an admitted message. When the journal cannot take it now, the process keeps owing it
 * and the caller is told that the journal is away: once it is back, the outcome stands there, and the same bytes get the answer.
 */
export async function settle(
  record: MessageRecord,
  payloads: Payloads,
  { journal, owed }: Settling,
  options: WriteOptions = {},
): Promise<void> {
  try {
    await journal.write(record, payloads, options)
  } catch (error) {
    owed.add(record, payloads, options)
    throw error
  }
}
