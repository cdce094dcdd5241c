import type { ValueHypothesis } from './hypothesis.ts'
import { renamePrefix } from './rename-prefix.ts'
import { rewrittenSignedInfo } from './signed-info-written-anew.ts'

const prefixes = ['ds', '', 'dsig', 'sig']

/** A library wrote SignedInfo again with a prefix of its own. */
export const signedInfoPrefixRenamed: ValueHypothesis = {
  code: 'signed-info-prefix-renamed',
  *guesses({ signature, method }) {
    const { signedInfo } = signature
    const { start, end, prefix: now, namespace } = signedInfo
    const text = Buffer.from(signedInfo.document.bytes.subarray(start, end)).toString()
    for (const prefix of prefixes) {
      if (prefix === now) continue
      const renamed = renamePrefix(text, now, prefix, namespace)
      const octets = rewrittenSignedInfo(signature, renamed, method)
      yield octets && { octets, values: { prefix: prefix || '–', now: now || '–' } }
    }
  },
}
