import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each(['', ' ', '<!-- nothing -->'])(
  'a signed Body that holds %j says nothing',
  async (body) => {
    await refuses(forge(envelope({ body })), 'soap-structure')
  },
)
