import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['an element before the Body', '<soap:Body', '<a/>$&'],
  ['an element after the Body', '</soap:Body>', '$&<a/>'],
  ['text in the Envelope', '<soap:Header>', 'text$&'],
  ['text in the Header', '<soap:Header>', '$&text'],
  ['a header without a namespace', '<soap:Header>', '$&<a/>'],
  ['no Body', /<soap:Body.*<\/soap:Body>/s, ''],
])('%s is refused', async (_what, place, stranger) => {
  await refuses(signedRequest().replace(place, stranger), 'soap-structure')
})
