import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('and tells the reason of the operator', async () => {
  const answer = await refuses(signedRequest({ as: 'suspended' }), 'connection-suspended')
  expect(answer.text).toContain('the operator: errors are not mended (51)')
})
