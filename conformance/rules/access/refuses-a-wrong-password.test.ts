import { test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { refuses, signedRequest, world } from '../../live/speak.ts'

test.each([
  ['another one', (right: string) => `${right}x`],
  ['one in another case', (right: string) => right.toUpperCase() + 'a'],
  ['one with white space around', (right: string) => ` ${right}`],
])('%s', async (_what, wrong) => {
  const password = wrong(world.members.client.password)
  await refuses(signedRequest({ password }), 'sender-password-wrong')
})

test('none', async () => {
  const body = sendMessage().replace(/<password>.*<\/password>/, '')
  await refuses(forge(envelope({ body })), 'sender-password-wrong')
})

test('the one of another member', async () => {
  const { password } = world.members.other
  await refuses(signedRequest({ password }), 'sender-password-wrong')
})
