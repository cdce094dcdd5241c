import type { Database, Statement, Transaction } from '@arna/database'
import { directionsOf } from './directions.ts'
import type { MessageEntry } from './entries.ts'
import { dependsOnGrant, type Granted } from './flight.ts'
import type { Lane, Turn } from './lane.ts'
import type { Payloads } from './payload.ts'
import type { PayloadCipher } from './payload-cipher.ts'
import {
  isSmall,
  pieceLine,
  type SealedPiece,
  sealPieces,
  storedPiece,
  storedPieces,
} from './pieces.ts'
import type { StoredPayload } from './records.ts'
import { dayOf, type TimeKeeper, timeText } from './time-keeper.ts'

export const isLarge = (payloads: Payloads): boolean =>
  Object.values(payloads).some((payload) => !isSmall(payload))

interface Surroundings {
  readonly database: Database
  readonly cipher: PayloadCipher
  readonly time: TimeKeeper
  readonly prepareDay: (day: string) => Promise<void>
  /** The lane that is free first. */
  readonly nextLane: () => Lane
}

/** The bytes are those of a session that is not ours: nothing of it is kept. */
class NotOurs extends Error {}

/** Midnight came between the pieces and their record, which belong into one day. */
class DayOver extends Error {}

/**
 * Piece after piece is encrypted and written, then the record that names them: one transaction, and never a second copy
 * of the whole in memory. Gives what was granted; undefined when nothing was.
 */
export async function writeLarge(
  entry: MessageEntry,
  surroundings: Surroundings,
): Promise<Granted | undefined> {
  let turn: Turn | undefined
  let isDurable = false
  const atMs = surroundings.time.now()
  await surroundings.prepareDay(dayOf(atMs))
  try {
    const landed = await surroundings.database.transaction(async (transaction) => {
      const written = await writePieces(transaction, entry, timeText(atMs), surroundings.cipher)
      turn = await surroundings.nextLane().take()
      if (dayOf(surroundings.time.now()) !== dayOf(atMs)) throw new DayOver()
      const { granted } = await turn.fly(transaction, {
        events: [],
        messages: [{ ...entry, payloads: {}, written }],
      })
      const own = granted.get(entry.message.sessionId)
      if (own === undefined && dependsOnGrant(entry)) throw new NotOurs()
      return own ?? { note: undefined }
    })
    isDurable = true
    return landed
  } catch (error) {
    if (error instanceof NotOurs) return undefined
    if (!(error instanceof DayOver)) throw error
  } finally {
    turn?.end(isDurable)
  }
  return writeLarge(entry, surroundings)
}

async function writePieces(
  transaction: Transaction,
  { message, payloads }: MessageEntry,
  at: string,
  cipher: PayloadCipher,
): Promise<StoredPayload[]> {
  const stored: StoredPayload[] = []
  for (const { direction, payload, stretch, plain } of directionsOf(payloads)) {
    const lines: string[] = []
    for (const sealed of sealPieces(cipher, message.sessionId, direction, payload, stretch)) {
      await insertPiece(transaction, sealed, at)
      lines.push(pieceLine(storedPiece(sealed, at)))
    }
    stored.push(storedPieces(direction, lines, plain))
  }
  return stored
}

const insert: Statement = {
  name: 'arna-journal-piece',
  text: `insert into journal_payload (at, session_id, direction, piece, key_id, opener, view, cut)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}

const insertPiece = (
  transaction: Transaction,
  sealed: SealedPiece,
  at: string,
): Promise<unknown> => {
  const { sessionId, direction, piece, keyId, opener, view, cut } = sealed
  return transaction.query(insert, [at, sessionId, direction, piece, keyId, opener, view, cut])
}
