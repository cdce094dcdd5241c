import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['a second one', (text: string) => text.replace('<soap:Envelope', '<?xml version="1.0"?>$&')],
  ['one after a line end', (text: string) => `\n${text}`],
  ['one in the payload', (text: string) => text.replace('<iin>', '<?xml version="1.0"?>$&')],
])('%s is refused', async (_what, spoil) => {
  await refuses(spoil(signedRequest()), 'xml-not-well-formed')
})
