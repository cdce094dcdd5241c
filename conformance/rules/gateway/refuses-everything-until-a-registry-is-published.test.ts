import { expect, test } from 'vitest'
import { startSmallWorld } from '../../live/small-world.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('and says that the operator must publish one', async () => {
  const small = await startSmallWorld({ publishes: false })
  const answer = await refuses(signedRequest({ in: small }), 'registry-unavailable', { to: small })
  expect(answer.headers.get('retry-after')).toBe('5')
})
