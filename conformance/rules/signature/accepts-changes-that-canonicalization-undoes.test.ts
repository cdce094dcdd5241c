import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test.each([
  ['an empty element in its other form', '<b/>', '<b></b>'],
  ['quotes of another kind', '<c d="e">', "<c d='e'>"],
  ['the order of attributes', '<f g="1" h="2">', '<f h="2" g="1">'],
  ['a character as a reference', '>text<', '>te&#x78;t<'],
  ['a comment', '>text<', '>te<!-- not signed -->xt<'],
  ['CDATA', '>text<', '><![CDATA[text]]><'],
  ['a declaration that nothing uses', '<f ', '<f xmlns:unused="urn:unused" '],
])('%s', async (_what, from, to) => {
  const payload = '<a><b/><c d="e"/><f g="1" h="2"/><i>text</i></a>'
    .replace('<c d="e"/>', '<c d="e"></c>')
    .replace('h="2"/>', 'h="2"></f>')
  await accepts(signedRequest({ payload }).replace(from, to))
})
