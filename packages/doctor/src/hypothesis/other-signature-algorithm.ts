import { signatureAlgorithms } from '@arna/pki'
import type { ValueHypothesis } from './hypothesis.ts'

/** The value was made with another hash or padding than SignatureMethod says. */
export const otherSignatureAlgorithm: ValueHypothesis = {
  code: 'other-signature-algorithm',
  *guesses({ algorithm: named }) {
    for (const algorithm of signatureAlgorithms) {
      if (algorithm.name === named.name) continue
      yield { algorithm, values: { algorithm: algorithm.name, named: named.name } }
    }
  },
}
