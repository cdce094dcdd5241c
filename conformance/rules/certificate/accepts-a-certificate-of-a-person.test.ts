import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test('an IIN is registered, and neither side names a BIN', async () => {
  await accepts(signedRequest({ as: 'person' }))
})
