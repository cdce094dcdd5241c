import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16()
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

test.each([
  ['little-endian with a mark', utf16(`\ufeff${signedRequest()}`)],
  ['big-endian with a mark', swapped(utf16(`\ufeff${signedRequest()}`))],
  ['little-endian without a mark', utf16(signedRequest())],
  ['big-endian without a mark', swapped(utf16(signedRequest()))],
])('UTF-16, %s, is refused', async (_what, bytes) => {
  await refuses(bytes, 'xml-encoding-refused')
})
