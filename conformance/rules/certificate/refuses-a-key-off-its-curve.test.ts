import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('although it is registered', async () => {
  await refuses(signedRequest({ as: 'offTheCurve' }), 'key-malformed')
})
