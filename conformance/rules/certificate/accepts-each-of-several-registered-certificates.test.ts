import { test } from 'vitest'
import { accepts, signedRequest, signerOf, world } from '../../live/speak.ts'

test('the old one and the new one, while a sender changes', async () => {
  await accepts(signedRequest({ as: 'renewing' }))
  await accepts(signedRequest({ as: 'renewing', signer: signerOf(world.members.elliptic) }))
})
