import { test } from 'vitest'
import { canonicalizationMethod, envelope, forge, ns, transform } from '../../live/forge.ts'
import { accepts, refuses } from '../../live/speak.ts'

const prefixes = ['soap', 'wsu', '#default', 'nobody']
const list = `<ec:InclusiveNamespaces xmlns:ec="${ns.exclusive}" PrefixList="${prefixes.join(' ')}"/>`
const canonical = { method: 'exc-c14n', inclusivePrefixes: prefixes } as const

// WSS4J and CXF write such lists unless told otherwise (spec of the wire 2.2).
test('a PrefixList of SignedInfo and of the Body is followed', async () => {
  const text = forge(envelope(), {
    canonicalization: { xml: canonicalizationMethod(ns.exclusive, list), ...canonical },
    references: [{ transforms: transform(ns.exclusive, list), canonical }],
  })
  await accepts(text)
})

test('one that was added after signing is noticed', async () => {
  const text = forge(envelope()).replace(/(<ds:Transform [^>]*>)(<\/ds:Transform>)/, `$1${list}$2`)
  await refuses(text, 'signature-value-mismatch')
})
