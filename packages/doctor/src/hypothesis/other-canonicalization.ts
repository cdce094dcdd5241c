import { mostBytesOfCostlyGuesses } from '../effort.ts'
import { canonicalForm, type CanonicalMethodOptions } from '../signed-body.ts'
import type { BodyHypothesis } from './hypothesis.ts'

/** The signer canonicalised in another way than its Transform says. */
export const otherCanonicalization: BodyHypothesis = {
  code: 'other-canonicalization',
  isCostly: false,
  *guesses({ document, body, method, received }) {
    const isShort = received.length <= mostBytesOfCostlyGuesses
    const inScope = [...body.namespacesInScope().keys()].slice(0, 16)
    const prefixes = inScope.map((prefix) => (prefix === '' ? '#default' : prefix))
    const methods: [name: string, options: CanonicalMethodOptions][] = [
      ['Canonical XML 1.0', { method: 'c14n' }],
      ['Canonical XML 1.0 #WithComments', { method: 'c14n', comments: true }],
      ['Exclusive C14N', { method: 'exc-c14n' }],
      ['Exclusive C14N #WithComments', { method: 'exc-c14n', comments: true }],
      ...(isShort ? prefixes : []).map((prefix): [string, CanonicalMethodOptions] => [
        `Exclusive C14N, PrefixList="${prefix}"`,
        { method: 'exc-c14n', inclusivePrefixes: [prefix] },
      ]),
      [
        `Exclusive C14N, PrefixList="${prefixes.join(' ')}"`,
        { method: 'exc-c14n', inclusivePrefixes: prefixes },
      ],
    ]
    for (const [name, options] of methods) {
      if (JSON.stringify(options) === JSON.stringify(method)) continue
      const octets = canonicalForm(document, { ...options, element: body })
      yield octets && { octets, values: { method: name } }
    }
  },
}
