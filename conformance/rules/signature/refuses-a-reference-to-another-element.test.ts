import { test } from 'vitest'
import { envelope, forge, named, sendMessage } from '../../live/forge.ts'
import { refuses, wrapper } from '../../live/speak.ts'

test.each([
  ['the request inside the Body', '<request>', '<request Id="part">', 'request'],
  ['the wrapper inside the Body', `<ns2:${wrapper}`, '$& Id="part"', wrapper],
  ['the payload', '<data>', '<data Id="part">', 'data'],
  ['the Envelope', '<soap:Envelope', '$& Id="part"', 'Envelope'],
  ['the Header', '<soap:Header>', '<soap:Header Id="part">', 'Header'],
])('a good signature over %s alone is refused', async (_what, place, withId, name) => {
  const references = [{ uri: 'URI="#part"', of: named(name) }]
  const text = envelope({
    body: sendMessage().replace('<request>', place === '<request>' ? withId : '$&'),
  })
  await refuses(forge(text.replace(place, withId), { references }), 'signature-not-over-body')
})
