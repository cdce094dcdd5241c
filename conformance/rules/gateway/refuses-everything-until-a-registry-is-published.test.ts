import { test } from 'vitest'
import { startSmallWorld } from '../../live/small-world.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('and says that the operator must publish one', async () => {
  const small = await startSmallWorld({ publishes: false })
  await refuses(signedRequest({ in: small }), 'registry-unavailable', { to: small })
})
