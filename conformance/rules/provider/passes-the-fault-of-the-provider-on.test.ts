import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('inside the fault of the gateway, which is signed', async () => {
  const { text } = await refuses(signedRequest({ serviceId: 'AnswersAFault' }), 'provider-fault')
  expect(text).toContain('<subError><errorCode>ARN203</errorCode>')
  expect(text).toContain('the archive is closed on Sundays')
})
