import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test('a DigestValue that is cut is refused', async () => {
  const text = forge(envelope(), {
    edit: (signedInfo) => signedInfo.replace(/<ds:DigestValue>.{4}/, '<ds:DigestValue>'),
  })
  await refuses(text, 'signature-malformed')
})
