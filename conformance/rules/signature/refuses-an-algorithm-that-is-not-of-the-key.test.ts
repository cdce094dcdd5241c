import { test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const more = 'http://www.w3.org/2001/04/xmldsig-more#'

test('ECDSA with an RSA key is refused', async () => {
  await refuses(forge(envelope(), { method: `${more}ecdsa-sha256` }), 'signature-algorithm-refused')
})

test('RSA with an elliptic key is refused', async () => {
  const text = envelope({ body: sendMessage({ as: 'elliptic' }) })
  await refuses(
    forge(text, { as: 'elliptic', method: `${more}rsa-sha256` }),
    'signature-algorithm-refused',
  )
})

test('another hash than the one that signed is noticed', async () => {
  await refuses(forge(envelope(), { method: `${more}rsa-sha512` }), 'signature-value-mismatch')
})
