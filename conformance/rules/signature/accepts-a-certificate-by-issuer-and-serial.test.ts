import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test('IssuerSerial is looked up among the registered certificates', async () => {
  await accepts(signedRequest({ signer: { reference: 'IssuerSerial' } }))
})

// Both orders are seen: CN first in 2023, C first in 2025 (spec of the wire 2.2).
test('with the issuer in the reversed order and other spaces', async () => {
  const text = signedRequest({ signer: { reference: 'IssuerSerial' } }).replace(
    /(<ds:X509IssuerName>)([^<]*)/,
    (_, tag: string, name: string) => tag + name.split(',').toReversed().join(',  '),
  )
  await accepts(text)
})
