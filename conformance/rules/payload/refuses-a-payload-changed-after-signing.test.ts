import { test } from 'vitest'
import { signPayload } from '../../live/sign-payload.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

const payload = signPayload().replace('850505300456', '850505300457')

test('though the transport signature is right', async () => {
  await refuses(signedRequest({ serviceId: 'SignedRequests', payload }), 'payload-signature-wrong')
})
