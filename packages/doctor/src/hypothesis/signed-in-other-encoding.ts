import type { BodyHypothesis } from './hypothesis.ts'
import { encoded } from './character-set-damaged.ts'

/** The digest was made over the right text in another encoding than UTF-8: the default of the signer's platform. */
export const signedInOtherEncoding: BodyHypothesis = {
  code: 'signed-in-other-encoding',
  isCostly: true,
  *guesses({ received }) {
    const text = received.toString()
    for (const charset of ['windows-1251', 'windows-1252', 'koi8-r']) {
      const octets = encoded(text, charset)
      yield octets && { octets, values: { charset } }
    }
    yield { octets: Buffer.from(text, 'utf16le'), values: { charset: 'UTF-16' } }
    yield {
      octets: Buffer.from(text.replaceAll(/[^\0-\u007F]/gu, '?')),
      values: { charset: 'US-ASCII' },
    }
  },
}
