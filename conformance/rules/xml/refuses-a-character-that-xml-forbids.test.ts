import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['\0', '\u0001', '\u000b', '\u001f', '\ufffe', '\uffff'])(
  '%j is refused in text and in an attribute',
  async (character) => {
    const text = signedRequest({ payload: '<a b="in attribute">in text</a>' })
    await refuses(text.replace('in text', character), 'xml-not-well-formed')
    await refuses(text.replace('in attribute', character), 'xml-not-well-formed')
  },
)
