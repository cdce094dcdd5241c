import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  [
    'before the envelope',
    (text: string) => text.replace('<soap:Envelope', '<!DOCTYPE soap:Envelope>$&'),
  ],
  [
    'with an internal subset',
    (text: string) => text.replace('<soap:Envelope', '<!DOCTYPE a [<!ELEMENT a ANY>]>$&'),
  ],
  ['inside the envelope', (text: string) => text.replace('<soap:Header>', '<!DOCTYPE a>$&')],
  ['after the envelope', (text: string) => `${text}<!DOCTYPE a>`],
])('a DOCTYPE %s is refused', async (_where, spoil) => {
  await refuses(spoil(signedRequest()), 'xml-doctype-refused')
})
