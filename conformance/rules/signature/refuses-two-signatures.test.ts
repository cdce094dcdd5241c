import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('two signatures in one header are refused, though both are good', async () => {
  const text = signedRequest()
  const [signature = ''] = /<ds:Signature .*<\/ds:Signature>/s.exec(text) ?? []
  await refuses(text.replace(signature, signature + signature), 'signature-ambiguous')
})
