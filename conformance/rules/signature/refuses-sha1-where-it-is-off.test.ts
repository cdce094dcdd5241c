import { test } from 'vitest'
import { envelope, forge, ns, signWith } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const sha1Methods = [
  'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha1',
]

const sha1 = { uri: `${ns.ds}sha1`, hash: 'sha1' }

test.each(sha1Methods)('%s is refused', async (method) => {
  await refuses(
    forge(envelope(), { method, sign: signWith('sha1') }),
    'signature-algorithm-refused',
  )
})

test('a digest by SHA-1 is refused', async () => {
  await refuses(
    forge(envelope(), { references: [{ digest: sha1 }] }),
    'signature-algorithm-refused',
  )
})
