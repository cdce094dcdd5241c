import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('two SignatureValue are refused', async () => {
  const text = signedRequest().replace(/(<ds:SignatureValue>.*<\/ds:SignatureValue>)/s, '$1$1')
  await refuses(text, 'signature-malformed')
})
