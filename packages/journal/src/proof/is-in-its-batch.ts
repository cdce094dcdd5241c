import { createHash, hash } from 'node:crypto'
import type { Transaction } from '@arna/database'
import { batchHeader } from '../chain-head.ts'
import { type EventLine, hashedEvent } from './chain-line.ts'

interface Batch {
  readonly previous: Buffer
  readonly hash: Buffer
  readonly digests: Buffer
  readonly hold_digest: Buffer | null
  readonly hold_pieces: number | null
}

/** Whether an event stands in the batch that it names: of a day that is not proved as a whole, each is asked for itself. */
export async function isInItsBatch(transaction: Transaction, event: EventLine): Promise<boolean> {
  const { writer, batch: number, position, at } = event
  const [batch] = await transaction.query<Batch>(
    `select previous, hash, digests, hold_digest, hold_pieces from journal_batch where writer = $1 and number = $2 and at = $3::timestamptz`,
    [writer, number, at],
  )
  if (batch === undefined) return false
  const { hold_digest: holdDigest, hold_pieces: pieces } = batch
  const hold = holdDigest === null ? undefined : { digest: holdDigest, pieces: pieces ?? 0 }
  const header = batchHeader(writer, number, batch.previous, at, hold)
  const made = createHash('sha256').update(header).update(batch.digests).digest()
  const digest = batch.digests.subarray((position - 1) * 32, position * 32)
  return made.equals(batch.hash) && digest.equals(hash('sha256', hashedEvent(event), 'buffer'))
}
