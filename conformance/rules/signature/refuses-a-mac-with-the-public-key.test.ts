import { createHmac } from 'node:crypto'
import { parseCertificate } from '@arna/pki'
import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { refuses, world } from '../../live/speak.ts'

test.each([
  'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
])('%s made with the public key is refused', async (method) => {
  const publicKey = parseCertificate(world.members.client.certificate).publicKey
  const secret = publicKey.export({ type: 'spki', format: 'pem' })
  const hash = method.slice(method.lastIndexOf('-') + 1)
  const sign = (data: Buffer) => createHmac(hash, secret).update(data).digest()
  await refuses(forge(envelope(), { method, sign }), 'signature-algorithm-refused')
})
