import { test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each([
  'request',
  'requestInfo',
  'requestData',
  'messageId',
  'serviceId',
  'messageDate',
  'sender',
  'senderId',
  'password',
  'data',
])('two %s are refused: another reader could choose the other one', async (name) => {
  const body = sendMessage().replace(new RegExp(`<${name}>.*</${name}>`, 's'), '$&$&')
  await refuses(forge(envelope({ body })), 'message-malformed')
})
