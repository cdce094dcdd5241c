import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('and sends it to the outer one (Rules, paragraph 4)', async () => {
  await refuses(signedRequest({ as: 'ofNoStateBody' }), 'outer-gateway-only')
})
