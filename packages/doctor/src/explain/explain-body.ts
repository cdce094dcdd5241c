import { setImmediate as nextTurn } from 'node:timers/promises'
import { canonicalDifference } from '../canonical-difference.ts'
import type { Finding } from '../diagnosis.ts'
import { type Effort, mostBytesOfCostlyGuesses } from '../effort.ts'
import { finding } from '../finding.ts'
import { bodyHypotheses } from '../hypothesis/body-hypotheses.ts'
import type { Guess } from '../hypothesis/hypothesis.ts'
import { isCounted } from '../hypothesis/prefix-renamed.ts'
import type { SignedBody } from '../signed-body.ts'

export interface BodyExplanation {
  readonly findings: readonly Finding[]
  readonly isIntact: boolean
  /** Some guesses were not made, because of the length. */
  readonly isShortened: boolean
}

/** Tries what usually happens to a Body after signing until the digest is restored: then it is proved. */
export async function explainBody(patient: SignedBody, effort: Effort): Promise<BodyExplanation> {
  const { digest, reference, received, document } = patient
  if (digest.digest(received).equals(reference.digestValue)) {
    return { findings: [], isIntact: true, isShortened: false }
  }
  const isLong = document.bytes.length > mostBytesOfCostlyGuesses
  let isShortened = false
  const findings: Finding[] = []
  for (const hypothesis of bodyHypotheses) {
    if (hypothesis.isCostly && isLong) {
      isShortened = true
      continue
    }
    const found = await fitting(hypothesis.guesses(patient), patient, effort)
    if (found === undefined) continue
    const evidence = canonicalDifference(found.octets, received)
    findings.push(finding(hypothesis.code, found.values, { evidence }))
    break
  }
  if (findings.length === 0) {
    findings.push(finding('changed-unexplained', { guesses: effort.guesses }))
    if (isCounted(patient.body)) findings.push(finding('counted-prefixes'))
    if (/\?{4}|\uFFFD/u.test(patient.text)) findings.push(finding('replacement-characters'))
  }
  return { findings, isIntact: false, isShortened: isShortened || effort.isExhausted }
}

async function fitting(
  guesses: Iterable<Guess | undefined>,
  { digest: named, reference, document }: SignedBody,
  effort: Effort,
): Promise<Guess | undefined> {
  const iterator = guesses[Symbol.iterator]()
  // Each costs a reading, a writing and a hashing; paid before it is made.
  while (effort.spend(document.bytes.length)) {
    // All of them may take seconds: whoever else uses the process has a turn between two of them.
    await nextTurn()
    const { done, value: guess } = iterator.next()
    if (done === true) return undefined
    if (guess === undefined) continue
    const digest = guess.digest ?? named
    if (digest.digest(guess.octets).equals(reference.digestValue)) return guess
  }
  return undefined
}
