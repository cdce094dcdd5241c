import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['$1$1', '$1<ds:SignedInfo/>', '<ds:SignedInfo/>$1'])(
  'two SignedInfo are refused: %s',
  async (both) => {
    const text = signedRequest().replace(/(<ds:SignedInfo.*<\/ds:SignedInfo>)/s, both)
    await refuses(text, 'signature-malformed')
  },
)
