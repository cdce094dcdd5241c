import { hash } from 'node:crypto'
import { holdDigest, type StoredCompartment } from '../hold.ts'
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
      if (taken.length === 0) {
        missing.pieces(batch.at.slice(0, 10), mark.pieces, `the payloads of ${name}`)
        return 0
      }
      if (!isIntact(batch, taken)) {
        findings.problem(
          `the payloads of ${name} were altered: they are not those that were stored`,
        )
        return 0
      }
      return named
    },
  }
}

function isIntact(batch: BatchLine, taken: readonly HoldLine[]): boolean {
  const stored = taken.map((hold): StoredCompartment => {
    const { at, writer, batch: number, compartment, key_id: keyId, opener } = hold
    // Of an archive the bytes are there: they are judged, not what the line says of them.
    const bytes = hold.bytes === undefined ? undefined : Buffer.from(hold.bytes, 'base64')
    const length = bytes?.length ?? hold.length
    const sha256 = bytes === undefined ? hold.digest : hash('sha256', bytes, 'hex')
    const viewLength = hold.view_length
    return { writer, number, compartment, keyId, opener, at, viewLength, length, sha256 }
  })
  return (
    taken.every(
      (hold, index) => hold.compartment === index && hold.in_order && hold.at === batch.at,
    ) &&
    taken.reduce((sum, { pieces }) => sum + pieces, 0) === batch.hold_pieces &&
    holdDigest(stored).toString('hex') === batch.hold_digest
  )
}
