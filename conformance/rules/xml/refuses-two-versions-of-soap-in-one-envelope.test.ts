import { test } from 'vitest'
import { ns } from '../../live/forge.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('a Body of SOAP 1.2 in an envelope of SOAP 1.1 is refused', async () => {
  const text = signedRequest()
    .replace('<soap:Body', `<s:Body xmlns:s="${ns.soap12}"`)
    .replace('</soap:Body>', '</s:Body>')
  await refuses(text, 'soap-structure')
})
