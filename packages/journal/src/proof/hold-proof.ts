import { hash } from 'node:crypto'
import { holdDigest } from '../hold.ts'
import { type BatchLine, type HoldLine, holdMark } from './chain-line.ts'
import type { Missing } from './missing.ts'
import type { Findings } from './proof.ts'

/** Of one batch: whether its payloads are stored as it says. */
export interface HoldProof {
  take(hold: HoldLine): void
  /** How many payloads the records of the batch say are in its hold. */
  finish(named: number): number
}

export function openHoldProof(
  batch: BatchLine,
  name: string,
  findings: Findings,
  missing: Missing,
): HoldProof {
  const mark = holdMark(batch)
  const taken: HoldLine[] = []
  return {
    take: (hold) => taken.push(hold),
    finish: (named) => {
      if (mark === undefined) {
        if (named > 0) findings.problem(`${name} has no hold, and its records speak of one`)
        return 0
      }
      const [hold] = taken
      if (hold === undefined) {
        missing.pieces(batch.at.slice(0, 10), mark.pieces, `the payloads of ${name}`)
        return 0
      }
      if (taken.length > 1 || !isIntact(batch, hold)) {
        findings.problem(
          `the payloads of ${name} were altered: they are not those that were stored`,
        )
        return 0
      }
      return named
    },
  }
}

function isIntact(batch: BatchLine, hold: HoldLine): boolean {
  const { at, writer, batch: number, key_id: keyId, opener, view_length: viewLength } = hold
  // Of an archive the bytes are there: they are judged, not what the line says of them.
  const bytes = hold.bytes === undefined ? undefined : Buffer.from(hold.bytes, 'base64')
  const length = bytes?.length ?? hold.length
  const sha256 = bytes === undefined ? hold.digest : hash('sha256', bytes, 'hex')
  const stored = { writer, number, keyId, opener, at, viewLength, length, sha256 }
  return (
    at === batch.at &&
    hold.in_order &&
    hold.pieces === batch.hold_pieces &&
    holdDigest(stored).toString('hex') === batch.hold_digest
  )
}
