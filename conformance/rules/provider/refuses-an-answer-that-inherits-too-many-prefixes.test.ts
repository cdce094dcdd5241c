import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('the fault is about the provider', async () => {
  const text = signedRequest({ serviceId: 'AnswersWithManyPrefixes' })
  await refuses(text, 'provider-answer-malformed')
})
