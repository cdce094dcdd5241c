import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['None', 'echo', '__proto__', '../Echo'])('%s', async (serviceId) => {
  await refuses(signedRequest({ serviceId }), 'service-unknown')
})
