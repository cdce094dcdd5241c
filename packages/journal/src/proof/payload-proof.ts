import { hash } from 'node:crypto'
import { pieceLine } from '../pieces.ts'
import type { StoredInHold, StoredPayload, StoredPieces } from '../records.ts'
import type { MessageLine, PayloadLine } from './chain-line.ts'
import type { Missing } from './missing.ts'
import type { Findings } from './proof.ts'

/** Whether the stored pieces of large payloads are those that the records speak of. */
export interface PayloadProof {
  /**
   * A record and the pieces of its session, in the directions that it names. Says how many payloads the record has in the
   * hold of its batch.
   */
  take(message: MessageLine, pieces: readonly PayloadLine[]): number
  finish(): void
  proved(): number
}

/** The pieces of one payload: made by one open journal at one time. */
interface PieceSet {
  readonly key: string
  readonly session: string
  readonly direction: string
  readonly pieces: PayloadLine[]
}

/**
 * A write whose acknowledgement was lost may be repeated, so that a session has two records of a kind, each with a set of
 * pieces of its own. A set that no record claims was added.
 */
export function openPayloadProof(findings: Findings, missing: Missing): PayloadProof {
  const unclaimed = new Map<string, PieceSet>()
  /** Only of sessions that have several sets of a direction. */
  const claimed = new Set<string>()
  let proved = 0

  return {
    take: (message, pieces) => {
      const sets = setsOf(pieces)
      const claims = new Set<string>()
      const named = storedIn(message.payloads)
      const large = named.filter((one) => 'pieces' in one)
      for (const { direction, pieces: count, stored } of large) {
        const own = sets.filter(
          (set) => set.session === message.session_id && set.direction === direction,
        )
        const match = own.find((set) => set.pieces.length === count && digestOf(set) === stored)
        const what = `the ${direction} of session ${message.session_id} (${message.at})`
        if (own.length === 0) missing.pieces(message.at.slice(0, 10), count, what)
        else if (match === undefined) {
          findings.problem(`${what} was altered: its pieces are not those that were stored`)
        } else {
          proved++
          claims.add(match.key)
          if (own.length > 1) claimed.add(match.key)
        }
      }
      for (const set of sets) {
        if (claims.has(set.key)) unclaimed.delete(set.key)
        else if (!claimed.has(set.key)) unclaimed.set(set.key, set)
      }
      return named.length - large.length
    },
    finish: () => {
      for (const { pieces } of unclaimed.values()) {
        findings.problem(strayText(pieces.length, pieces[0]!.at.slice(0, 10)))
      }
    },
    proved: () => proved,
  }
}

export const strayText = (count: number, day: string): string =>
  `${count} ${count === 1 ? 'piece' : 'pieces'} of payloads of ${day} belong to no record: added, moved or altered`

function setsOf(pieces: readonly PayloadLine[]): PieceSet[] {
  const sets = new Map<string, PieceSet>()
  for (const piece of pieces) {
    const { session_id: session, direction, opener, at } = piece
    const key = `${session} ${direction} ${opener} ${at}`
    const set = sets.get(key) ?? { key, session, direction, pieces: [] }
    set.pieces.push(withOwnDigest(piece))
    sets.set(key, set)
  }
  return [...sets.values()]
}

/** Of an archive the bytes are there: they are judged, not what the line says of them. */
function withOwnDigest(piece: PayloadLine): PayloadLine {
  if (piece.view === undefined) return piece
  const view = Buffer.from(piece.view, 'base64')
  const cut = piece.cut == null ? undefined : Buffer.from(piece.cut, 'base64')
  return {
    ...piece,
    view_length: view.length,
    cut_length: cut?.length ?? null,
    digest: hash('sha256', cut === undefined ? view : Buffer.concat([view, cut]), 'hex'),
  }
}

function digestOf({ pieces }: PieceSet): string {
  const lines = pieces.map((piece) =>
    pieceLine({
      piece: piece.piece,
      keyId: piece.key_id,
      opener: piece.opener,
      at: piece.at,
      viewLength: piece.view_length,
      cutLength: piece.cut_length ?? undefined,
      digest: piece.digest,
    }),
  )
  return hash('sha256', lines.join(''), 'hex')
}

/** A record that was altered may say anything; that it was is found elsewhere. */
function storedIn(text: string): StoredPayload[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isStored) : []
  } catch {
    return []
  }
}

function isStored(value: unknown): value is StoredPayload {
  if (typeof value !== 'object' || value === null) return false
  const { direction, compartment, pieces, stored } = value as Partial<StoredPieces & StoredInHold>
  if (typeof direction !== 'string') return false
  return (
    typeof compartment === 'number' || (typeof pieces === 'number' && typeof stored === 'string')
  )
}
