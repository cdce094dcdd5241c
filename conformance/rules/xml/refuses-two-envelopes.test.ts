import { test } from 'vitest'
import { envelope } from '../../live/forge.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('a second envelope after the first is refused', async () => {
  const text = signedRequest()
  await refuses(text + text.slice(text.indexOf('<soap:Envelope')), 'xml-not-well-formed')
})

test('an envelope inside an envelope is refused', async () => {
  const inner = signedRequest().replace(/^<\?xml.*?\?>/, '')
  await refuses(envelope({ body: inner }).replace('{signature}', ''), 'message-malformed')
})
