import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['DigestValue', 'SignatureValue'])('an empty %s is refused', async (name) => {
  const text = signedRequest().replace(new RegExp(`(<ds:${name}>)[^<]*`), '$1')
  await refuses(text, 'signature-malformed')
})
