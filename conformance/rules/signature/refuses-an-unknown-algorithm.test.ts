import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each([
  'urn:none',
  '',
  'http://www.w3.org/2000/09/xmldsig#dsa-sha1',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
])('signature by %j', async (method) => {
  await refuses(forge(envelope(), { method }), 'signature-algorithm-refused')
})

test.each(['urn:none', 'http://www.w3.org/2001/04/xmldsig-more#md5'])(
  'digest by %s',
  async (uri) => {
    const references = [{ digest: { uri, hash: 'sha256' } }]
    await refuses(forge(envelope(), { references }), 'signature-algorithm-refused')
  },
)
