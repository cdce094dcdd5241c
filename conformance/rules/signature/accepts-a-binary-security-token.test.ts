import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test('a token in the header that the signature points at', async () => {
  await accepts(signedRequest({ signer: { reference: 'BinarySecurityToken' } }))
})
