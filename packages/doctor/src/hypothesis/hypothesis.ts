import type { DigestAlgorithm, SignatureAlgorithm } from '@arna/pki'
import type { Values } from '../finding.ts'
import type { SignedBody } from '../signed-body.ts'
import type { SignedValue } from '../signed-value.ts'
import type { FindingCode } from '../text/finding-texts.ts'

/** What would have been hashed if the hypothesis were right. */
export interface Guess {
  readonly octets: Uint8Array
  /** Another than the DigestMethod says. */
  readonly digest?: DigestAlgorithm
  readonly values?: Values
}

/** Something that may have happened to the Body between the signing and us. The digest decides whether it did. */
export interface BodyHypothesis {
  readonly code: FindingCode
  /** Reads and writes the whole message for each guess: not for long ones. */
  readonly isCostly: boolean
  /** Lazily: the first guess that fits ends the search. Undefined stands for a guess that came to nothing. */
  guesses(patient: SignedBody): Iterable<Guess | undefined>
}

/** What would have been signed if the hypothesis were right; what is left out is as the message says. */
interface ValueGuess {
  readonly octets?: Uint8Array
  readonly value?: Uint8Array
  readonly algorithm?: SignatureAlgorithm
  readonly values?: Values
}

/** Something that may have happened to SignedInfo or SignatureValue. The key decides whether it did. */
export interface ValueHypothesis {
  readonly code: FindingCode
  guesses(patient: SignedValue): Iterable<ValueGuess | undefined>
}

/** Guesses that write the Body otherwise: the canonical form of each. */
export function* rewritten(
  patient: SignedBody,
  texts: Iterable<readonly [text: string, values?: Values]>,
): Generator<Guess | undefined> {
  for (const [other, values] of texts) {
    if (other === patient.text) continue
    const octets = patient.canonicalOf(other)
    yield octets && { octets, ...(values && { values }) }
  }
}
