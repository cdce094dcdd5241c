import { canonicalForm, type CanonicalMethodOptions } from '../signed-body.ts'
import type { ValueHypothesis } from './hypothesis.ts'

const methods: readonly [name: string, options: CanonicalMethodOptions][] = [
  ['Canonical XML 1.0', { method: 'c14n' }],
  ['Canonical XML 1.0 #WithComments', { method: 'c14n', comments: true }],
  ['Exclusive C14N', { method: 'exc-c14n' }],
  ['Exclusive C14N #WithComments', { method: 'exc-c14n', comments: true }],
]

/** SignedInfo was signed in another form than CanonicalizationMethod says. */
export const signedInfoOtherwise: ValueHypothesis = {
  code: 'signed-info-otherwise',
  *guesses({ signature: { signedInfo }, received }) {
    const { document } = signedInfo
    for (const [form, options] of methods) {
      const octets = canonicalForm(document, { ...options, element: signedInfo })
      yield octets && { octets, values: { form } }
    }
    const prefixes = [...signedInfo.namespacesInScope().keys()].slice(0, 16)
    const inclusivePrefixes = prefixes.map((prefix) => (prefix === '' ? '#default' : prefix))
    const octets = canonicalForm(document, {
      method: 'exc-c14n',
      inclusivePrefixes,
      element: signedInfo,
    })
    yield (
      octets && {
        octets,
        values: { form: `Exclusive C14N, PrefixList="${inclusivePrefixes.join(' ')}"` },
      }
    )
    yield {
      octets: document.bytes.subarray(signedInfo.start, signedInfo.end),
      values: { form: 'SignedInfo, not canonicalised' },
    }
    const bare = received.toString().replace(/ xmlns(?::[^\s=]+)?="[^"]*"/, '')
    yield { octets: Buffer.from(bare), values: { form: 'SignedInfo without xmlns' } }
  },
}
