import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('the message goes to the registered address or nowhere', async () => {
  const text = signedRequest({ serviceId: 'Redirects' })
  const answer = await refuses(text, 'provider-answer-malformed')
  expect(answer.text).toContain('HTTP 307')
})
