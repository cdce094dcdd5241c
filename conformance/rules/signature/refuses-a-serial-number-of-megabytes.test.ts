import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['zeros', `${'0'.repeat(9_000_000)}x`],
  ['zeros and spaces', `${'0'.repeat(128)}${' '.repeat(9_000_000)}x`],
])(
  'of %s, in no time',
  async (_what, serial) => {
    const text = signedRequest({ signer: { reference: 'IssuerSerial' } })
    const hostile = text.replace(/(?<=<ds:X509SerialNumber>)\d+/, () => serial)
    await refuses(hostile, 'key-reference-unreadable')
  },
  2_000,
)
