import { expect, test } from 'vitest'
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
])('a message without %s is refused, and the fault names it', async (name) => {
  const without = sendMessage().replace(new RegExp(`<${name}(>.*</${name}>|/>)`, 's'), '')
  const answer = await refuses(forge(envelope({ body: without })), 'message-malformed')
  expect(answer.text).toContain(name)
})
