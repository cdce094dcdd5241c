import { describe, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

const spoilings: [string, string][] = [
  ['a comment', '<!-- -->'],
  ['a CDATA section', '<![CDATA[]]>'],
  ['an element', '<a/>'],
  ['a character that is not base64', '*'],
  ['padding in the middle', '='],
]

describe.each(['DigestValue', 'SignatureValue'])('%s', (name) => {
  test.each(spoilings)('with %s inside is refused', async (_what, foreign) => {
    const text = signedRequest().replace(new RegExp(`<ds:${name}>.{8}`), `$&${foreign}`)
    await refuses(text, 'signature-malformed')
  })
})

describe('the certificate', () => {
  test.each(spoilings)('with %s inside is refused', async (_what, foreign) => {
    const text = signedRequest().replace(/<wsse:KeyIdentifier [^>]*>.{8}/, `$&${foreign}`)
    await refuses(text, 'key-reference-unreadable')
  })
})
