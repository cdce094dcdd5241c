import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test('a SignedInfo that covers nothing is refused', async () => {
  await refuses(forge(envelope(), { references: [] }), 'signature-malformed')
})
