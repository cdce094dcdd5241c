import { expect, test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['client', '<wsse:KeyIdentifier '],
  ['readsIssuerSerial', '<ds:X509IssuerSerial>'],
  ['readsTokens', '<wsse:BinarySecurityToken '],
] as const)('%s gets %s', async (as, form) => {
  const { text } = await accepts(signedRequest({ as }))
  expect(text).toContain(form)
  const refusal = await refuses(signedRequest({ as, serviceId: 'None' }), 'service-unknown')
  expect(refusal.text).toContain(form)
})
