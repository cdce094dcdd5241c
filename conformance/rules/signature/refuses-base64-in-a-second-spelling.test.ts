import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

// The last digit before the padding has bits that no octet uses.
test('spare bits that are not zero are refused', async () => {
  const text = signedRequest().replace(
    /(<ds:DigestValue>[^<]*)([^<])=</,
    (_, rest: string, last: string) => {
      const next = String.fromCharCode(last.charCodeAt(0) + 1)
      return `${rest}${next}=<`
    },
  )
  await refuses(text, 'signature-malformed')
})
