import type { Database, Transaction } from '@arna/database'
import type { ChainLine } from './chain-line.ts'
import type { FileHead } from './journal-file.ts'
import { daysWritten, oneMoment, sealedBy } from './days.ts'
import { readDay, readSealRows, type WithPayloads } from './read-day.ts'

export interface ExportOptions {
  /** Days, both included; everything when left out. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly payloads: Exclude<WithPayloads, 'digests'>
  readonly eventsOnly?: boolean
}

/** Everything of some days as lines, as it is at one moment; `take` gets them while the transaction lasts. */
export function exportLines<T>(
  database: Database,
  options: ExportOptions,
  take: (lines: AsyncGenerator<ChainLine>) => Promise<T>,
): Promise<T> {
  return database.transaction(async (transaction) => {
    await oneMoment(transaction)
    return take(linesOf(transaction, options))
  })
}

async function* linesOf(
  transaction: Transaction,
  { from, to, payloads, eventsOnly = false }: ExportOptions,
): AsyncGenerator<ChainLine> {
  if (!eventsOnly) {
    const start = from && `${from}T00:00:00Z`
    yield* readSealRows(transaction, start, to && sealedBy(to))
  }
  for (const day of await daysWritten(transaction, from, to)) {
    for await (const line of readDay(transaction, day, payloads)) {
      if (!eventsOnly || 'event' in line) yield line
    }
  }
}

export const headOf = (
  kind: FileHead['kind'],
  { from, to, payloads, eventsOnly = false }: ExportOptions,
  now: Date,
): FileHead => ({
  kind,
  from: from ?? null,
  to: to ?? null,
  hasPayloads: payloads === 'bytes',
  hasChain: !eventsOnly,
  madeAt: now.toISOString(),
})
