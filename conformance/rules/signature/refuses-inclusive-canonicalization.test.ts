import { test } from 'vitest'
import { canonicalizationMethod, envelope, forge, ns, transform } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const inclusive = { method: 'c14n' } as const

test('of the Body', async () => {
  const references = [{ transforms: transform(ns.inclusive), canonical: inclusive }]
  await refuses(forge(envelope(), { references }), 'signature-algorithm-refused')
})

test('of SignedInfo', async () => {
  const canonicalization = { xml: canonicalizationMethod(ns.inclusive), ...inclusive }
  await refuses(forge(envelope(), { canonicalization }), 'signature-algorithm-refused')
})
