import { test } from 'vitest'
import { envelope, forge, sendMessage, signWith } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test('although it is registered', async () => {
  const method = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
  const text = envelope({ body: sendMessage({ as: 'weakRsa' }) })
  const forgery = { as: 'weakRsa', method, sign: signWith('sha256') } as const
  await refuses(forge(text, forgery), 'certificate-untrusted')
})
