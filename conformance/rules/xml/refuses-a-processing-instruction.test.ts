import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['before the envelope', (text: string) => text.replace('<soap:Envelope', '<?a b?>$&')],
  ['in the envelope', (text: string) => text.replace('<soap:Header>', '<?a b?>$&')],
  ['in the header', (text: string) => text.replace('<soap:Header>', '$&<?a b?>')],
  ['in a field', (text: string) => text.replace('<senderId>', '$&<?a b?>')],
  ['in the payload', (text: string) => text.replace('<iin>', '$&<?a b?>')],
  ['after the envelope', (text: string) => `${text}<?a b?>`],
])('a processing instruction %s is refused', async (_where, spoil) => {
  await refuses(spoil(signedRequest()), 'soap-structure')
})
