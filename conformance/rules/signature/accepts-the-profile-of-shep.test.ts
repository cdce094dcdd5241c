import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

test('one reference to the Body, exclusive canonicalisation, KeyIdentifier', async () => {
  await accepts(forge(envelope()))
})
