import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test('a byte order mark before the XML declaration is taken', async () => {
  await accepts(`\ufeff${signedRequest()}`)
})
