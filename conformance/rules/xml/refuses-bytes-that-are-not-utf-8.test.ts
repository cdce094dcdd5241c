import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['an overlong form', [0xc0, 0x80]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['a pair of surrogates', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
  ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ['half a character', [0xd0]],
  ['a byte of Windows-1251', [0xe0, 0x20]],
  ['0xFF', [0xff]],
])('%s is refused', async (_what, octets) => {
  const [before, after] = signedRequest({ payload: '<a>@</a>' }).split('@')
  const bytes = Buffer.concat([Buffer.from(before!), Buffer.from(octets), Buffer.from(after!)])
  await refuses(bytes, 'xml-encoding-refused')
})
