import { expect, test } from 'vitest'
import { journaled } from '../../live/journaled.ts'
import { refuses, signedRequest, world } from '../../live/speak.ts'

test.each([
  ['AnswersASignedFault', 'the provider answered ARN203 (signed)'],
  ['AnswersAFault', 'the provider answered ARN203 (not signed)'],
])('%s: in the fault and in the journal', async (serviceId, detail) => {
  const { text } = await refuses(signedRequest({ serviceId }), 'provider-fault')
  expect(text).toContain(detail)
  const [, sessionId] = /<sessionId>(\{[^}]+\})<\/sessionId><\/ns2/.exec(text) ?? []
  expect(await journaled(sessionId, world)).toMatchObject({ detail })
})

test('and quotes none that is signed wrongly', async () => {
  const { text } = await refuses(
    signedRequest({ serviceId: 'AnswersAFaultAsAStranger' }),
    'provider-signature-wrong',
  )
  expect(text).not.toContain('Sundays')
})
