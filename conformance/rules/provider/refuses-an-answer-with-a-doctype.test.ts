import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('the fault is about the provider', async () => {
  const answer = await refuses(
    signedRequest({ serviceId: 'AnswersWithADoctype' }),
    'provider-answer-malformed',
  )
  expect(answer.text).not.toContain('127.0.0.1')
})
