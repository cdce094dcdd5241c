import { test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each([
  ['an element', '<messageId>', '<a/>$&'],
  ['an element of another namespace', '<messageId>', '<messageId xmlns="urn:a">1</messageId>$&'],
  ['text beside the elements', '<messageId>', 'text$&'],
  ['an element inside a text field', '<senderId>', '$&<a/>'],
])('%s is refused', async (_what, place, stranger) => {
  const body = sendMessage().replace(place, stranger)
  await refuses(forge(envelope({ body })), 'message-malformed')
})
