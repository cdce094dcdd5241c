import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['zeros', `${'0'.repeat(200_000)}x`, 'key-reference-unreadable'],
  ['zeros and spaces', `${'0'.repeat(128)}${' '.repeat(200_000)}x`, 'key-reference-unreadable'],
  ['zeros, more than a Header may hold', `${'0'.repeat(9_000_000)}x`, 'soap-structure'],
] as const)(
  'of %s, in no time',
  async (_what, serial, code) => {
    const text = signedRequest({ signer: { reference: 'IssuerSerial' } })
    const hostile = text.replace(/(?<=<ds:X509SerialNumber>)\d+/, () => serial)
    await refuses(hostile, code)
  },
  2_000,
)
