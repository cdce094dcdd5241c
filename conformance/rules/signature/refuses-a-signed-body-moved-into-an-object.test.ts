import { test } from 'vitest'
import { sendMessage } from '../../live/forge.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('the signed Body in a ds:Object, another one in its place', async () => {
  const text = signedRequest()
  const [signed = ''] = /<soap:Body.*<\/soap:Body>/s.exec(text) ?? []
  const wrapped = text
    .replace(signed, `<soap:Body>${sendMessage()}</soap:Body>`)
    .replace('</ds:Signature>', `<ds:Object>${signed}</ds:Object>$&`)
  await refuses(wrapped, 'signature-malformed')
})
