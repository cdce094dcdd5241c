import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['a tag that is not closed', '<b>'],
  ['tags that cross', '<b><c></b></c>'],
  ['"]]>" in text', ']]>'],
  ['"<" in an attribute', '<b c="<"/>'],
  ['an attribute without quotes', '<b c=d/>'],
  ['"--" in a comment', '<!-- -- -->'],
  ['a CDATA section that is not closed', '<![CDATA['],
])('%s is refused', async (_what, xml) => {
  const text = signedRequest({ payload: '<a>@</a>' }).replace('@', () => xml)
  await refuses(text, 'xml-not-well-formed')
})

test('a message that was cut off is refused', async () => {
  const text = signedRequest()
  await refuses(text.slice(0, text.length / 2), 'xml-not-well-formed')
})
