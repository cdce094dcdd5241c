import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('the fault is about the provider', async () => {
  const answer = await refuses(signedRequest({ serviceId: 'Hangs' }), 'provider-timeout')
  expect(answer.text).not.toContain('127.0.0.1')
})
