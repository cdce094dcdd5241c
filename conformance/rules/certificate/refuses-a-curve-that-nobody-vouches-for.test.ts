import { test } from 'vitest'
import { envelope, forge, sendMessage, signWith } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test('secp256k1 is no curve of ours, registered or not', async () => {
  const method = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'
  const text = envelope({ body: sendMessage({ as: 'foreignCurve' }) })
  const forgery = { as: 'foreignCurve', method, sign: signWith('sha256') } as const
  await refuses(forge(text, forgery), 'certificate-untrusted')
})
