import { test } from 'vitest'
import { refuses, signedRequest, signerOf, world } from '../../live/speak.ts'

test('one member signs in the name of another', async () => {
  const signer = signerOf(world.members.other)
  await refuses(signedRequest({ as: 'client', signer }), 'sender-certificate-not-registered')
})
