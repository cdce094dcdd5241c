import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test('a comment that hides another algorithm changes nothing', async () => {
  const hidden = '<!--<ds:SignatureMethod Algorithm="urn:none"/>-->'
  await accepts(signedRequest().replace('<ds:SignatureMethod', `${hidden}$&`))
})

test('a reference inside a comment does not count as one', async () => {
  const text = signedRequest().replace(/<ds:Reference .*<\/ds:Reference>/s, '<!--$&-->')
  await refuses(text, 'signature-malformed')
})

test('elements of another namespace that look alike are refused', async () => {
  const edit = (xml: string) => xml.replace('<ds:Reference', '<x:Reference xmlns:x="urn:x"/>$&')
  await refuses(forge(envelope(), { edit }), 'signature-malformed')
})
