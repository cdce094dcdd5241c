import { test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

const payload = 'a'.repeat(10_000)

test('and takes it for a service that does', async () => {
  await refuses(signedRequest({ serviceId: 'SmallOnly', payload }), 'message-too-large')
  await accepts(signedRequest({ serviceId: 'Echo', payload }))
})
