import { test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each([
  ['of another name', '<a/>', 'message-malformed'],
  ['of another case', sendMessage().replaceAll('SendMessage', 'sendMessage'), 'message-malformed'],
  [
    'of another namespace',
    sendMessage().replace('SyncChannel', 'AsyncChannel'),
    'message-malformed',
  ],
  ['of no namespace', '<SendMessage/>', 'message-malformed'],
  [
    'an answer',
    sendMessage().replaceAll('SendMessage', 'SendMessageResponse'),
    'message-malformed',
  ],
  ['two messages', sendMessage() + sendMessage(), 'soap-structure'],
  ['text', `text${sendMessage()}`, 'soap-structure'],
] as const)('a signed Body with an element %s', async (_what, body, code) => {
  await refuses(forge(envelope({ body })), code)
})
