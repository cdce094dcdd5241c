import { expect, test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test('whose certificate comes from an authority of the service', async () => {
  await accepts(signedRequest({ serviceId: 'OverTls' }))
})

test.each(['OverTlsOfAStranger', 'OverTlsAtAnotherName'])('and no other: %s', async (serviceId) => {
  const { text } = await refuses(signedRequest({ serviceId }), 'provider-unreachable')
  expect(text).toMatch(/UNABLE_TO_|SELF_SIGNED_|ERR_TLS_CERT_ALTNAME_INVALID/)
})
