import { test } from 'vitest'
import { passwordBefore } from '../../live/members.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test('both are right until then', async () => {
  await accepts(signedRequest({ as: 'rotating' }))
  await accepts(signedRequest({ as: 'rotating', password: passwordBefore }))
})

test('and a third one is not', async () => {
  await refuses(signedRequest({ as: 'rotating', password: 'neither' }), 'sender-password-wrong')
})

test('after it the new one alone', async () => {
  await accepts(signedRequest({ as: 'rotated' }))
  const password = passwordBefore
  await refuses(signedRequest({ as: 'rotated', password }), 'sender-password-wrong')
})
