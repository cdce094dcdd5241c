import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

// Canonical XML 1.0 §1.3: such a document has no canonical form, so no signature can cover it.
test('a namespace that is no absolute URI is refused', async () => {
  const text = signedRequest({ payload: '<a>@</a>' }).replace('@', '<b xmlns="relative"/>')
  await refuses(text, 'signature-malformed')
})
