import { test } from 'vitest'
import { person } from '../../live/sign-payload.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('before the provider sees it, where the service asks for one', async () => {
  await refuses(signedRequest({ serviceId: 'SignedRequests', payload: person }), 'payload-unsigned')
})

test('and does not take the transport signature for one', async () => {
  await refuses(signedRequest({ serviceId: 'SignedAndValid', payload: person }), 'payload-unsigned')
})
