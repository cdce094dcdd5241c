import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['another serial number', /<ds:X509SerialNumber>.*?</, '<ds:X509SerialNumber>1<'],
  ['another issuer', /<ds:X509IssuerName>.*?</, '<ds:X509IssuerName>CN=Nobody<'],
])('%s', async (_what, from, to) => {
  const text = signedRequest({ signer: { reference: 'IssuerSerial' } }).replace(from, to)
  await refuses(text, 'sender-certificate-not-registered')
})
