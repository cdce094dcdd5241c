import { digestAlgorithms } from '@arna/pki'
import type { BodyHypothesis } from './hypothesis.ts'

/** DigestValue was made with another hash than DigestMethod says. */
export const otherDigest: BodyHypothesis = {
  code: 'other-digest',
  isCostly: false,
  *guesses({ received, digest: named }) {
    const seen = new Set([named.name])
    for (const digest of digestAlgorithms) {
      if (seen.has(digest.name)) continue
      seen.add(digest.name)
      yield { octets: received, digest, values: { digest: digest.name, named: named.name } }
    }
    // Base64 of the hexadecimal digits, in place of the octets.
    yield {
      octets: received,
      digest: { ...named, digest: (data) => Buffer.from(named.digest(data).toString('hex')) },
      values: { digest: `hex(${named.name})`, named: named.name },
    }
  },
}
