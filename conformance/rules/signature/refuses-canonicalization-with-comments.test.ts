import { test } from 'vitest'
import { canonicalizationMethod, envelope, forge, ns, transform } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const withComments = { method: 'exc-c14n', comments: true } as const
const uri = `${ns.exclusive}WithComments`

test('of the Body', async () => {
  const references = [{ transforms: transform(uri), canonical: withComments }]
  await refuses(forge(envelope(), { references }), 'signature-algorithm-refused')
})

test('of SignedInfo', async () => {
  const canonicalization = { xml: canonicalizationMethod(uri), ...withComments }
  await refuses(forge(envelope(), { canonicalization }), 'signature-algorithm-refused')
})
