import { test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test.each(['text', '<a/>', '&#32;', '<![CDATA[]]>', '\0'])(
  '%j after the envelope is refused',
  async (rest) => {
    await refuses(signedRequest() + rest, 'xml-not-well-formed')
  },
)

test('white space and a comment after it are taken', async () => {
  await accepts(`${signedRequest()}\r\n<!-- the end -->\n`)
})
