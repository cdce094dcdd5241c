import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['windows-1251', 'ISO-8859-1', 'UTF-16', 'US-ASCII', 'UTF-7', 'IBM037'])(
  'a message that says it is in %s is refused',
  async (encoding) => {
    await refuses(signedRequest().replace('UTF-8', encoding), 'xml-encoding-refused')
  },
)
