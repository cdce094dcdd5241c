import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['without a Header', (text: string) => text.replace(/<soap:Header>.*<\/soap:Header>/s, '')],
  [
    'with an empty Header',
    (text: string) => text.replace(/<soap:Header>.*<\/soap:Header>/s, '<soap:Header/>'),
  ],
  [
    'with an empty wsse:Security',
    (text: string) => text.replace(/<ds:Signature .*<\/ds:Signature>/s, ''),
  ],
])('a message %s is refused', async (_what, strip) => {
  await refuses(strip(signedRequest()), 'signature-missing')
})
