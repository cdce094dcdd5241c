import { test } from 'vitest'
import { envelope, forge, sha256 } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

test.each([
  [sha256.uri, 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
])('%s', async (uri, hash) => {
  await accepts(forge(envelope(), { references: [{ digest: { uri, hash } }] }))
})
