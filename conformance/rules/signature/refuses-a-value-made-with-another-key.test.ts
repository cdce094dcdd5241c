import { test } from 'vitest'
import { envelope, forge, keyIdentifier } from '../../live/forge.ts'
import { refuses, world } from '../../live/speak.ts'

test('another member signs and points at the certificate of the sender', async () => {
  const keyInfo = keyIdentifier(world.members.client.certificate)
  await refuses(forge(envelope(), { as: 'legacy', keyInfo }), 'signature-value-mismatch')
})
