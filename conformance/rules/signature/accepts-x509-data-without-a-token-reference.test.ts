import { test } from 'vitest'
import { base64, envelope, forge, keyInfo } from '../../live/forge.ts'
import { accepts, world } from '../../live/speak.ts'

test('a certificate directly in KeyInfo', async () => {
  const certificate = base64(world.members.client.certificate)
  const inside = `<ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>`
  await accepts(forge(envelope(), { keyInfo: keyInfo(inside) }))
})
