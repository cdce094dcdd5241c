import { signatureAlgorithm } from '@arna/pki'
import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const more2007 = 'http://www.w3.org/2007/05/xmldsig-more#'

test.each([
  ['client', `${more}rsa-sha256`],
  ['client', `${more}rsa-sha384`],
  ['client', `${more}rsa-sha512`],
  ['client', `${more2007}sha256-rsa-MGF1`],
  ['client', `${more2007}sha384-rsa-MGF1`],
  ['client', `${more2007}sha512-rsa-MGF1`],
  ['elliptic', `${more}ecdsa-sha256`],
  ['elliptic', `${more}ecdsa-sha384`],
  ['elliptic', `${more}ecdsa-sha512`],
] as const)('%s signs by %s', async (as, uri) => {
  await accepts(signedRequest({ as, signer: { algorithm: signatureAlgorithm(uri)! } }))
})
