import { test } from 'vitest'
import { refuses, signedRequest, signerOf, world } from '../../live/speak.ts'

test('though its IIN and BIN are right and the authority is trusted', async () => {
  const signer = signerOf(world.unregistered)
  await refuses(signedRequest({ signer }), 'sender-certificate-not-registered')
})

test('the same by issuer and serial number', async () => {
  const signer = signerOf(world.unregistered, { reference: 'IssuerSerial' })
  await refuses(signedRequest({ signer }), 'sender-certificate-not-registered')
})
