import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('the fault is about the provider', async () => {
  const answer = await refuses(
    signedRequest({ serviceId: 'ClosesInTheMiddle' }),
    'provider-broke-off',
  )
  // It had the message: nobody may be told that it had not.
  expect(answer.text).toContain('сервис мог обработать сообщение')
  expect(answer.text).not.toContain('127.0.0.1')
})
