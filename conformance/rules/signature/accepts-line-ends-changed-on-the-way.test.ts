import { test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

const payload = '<a b="one two">three\nfour\n</a>'

// XML 1.0 §2.11: a reader sees LF in place of CR LF and of CR. Editors, git and mail change them after signing.
test.each([
  ['CR LF', '\r\n'],
  ['CR', '\r'],
])('LF became %s', async (_what, lineEnd) => {
  await accepts(signedRequest({ payload }).replaceAll('\n', lineEnd))
})

test('LF became a written carriage return, which is another character', async () => {
  await refuses(
    signedRequest({ payload }).replace('three\n', 'three&#13;'),
    'signature-digest-mismatch',
  )
})
