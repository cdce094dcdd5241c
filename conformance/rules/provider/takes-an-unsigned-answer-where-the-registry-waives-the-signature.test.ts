import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test('and signs it for the sender', async () => {
  await accepts(signedRequest({ serviceId: 'UnsignedWithAWaiver' }))
})
