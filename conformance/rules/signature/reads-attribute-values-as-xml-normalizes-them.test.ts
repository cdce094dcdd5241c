import { test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

const text = () => signedRequest({ payload: '<a b="one two"></a>' })

// XML 1.0 §3.3.3: tabs and line ends that are written as such are spaces; those written as references stay.
test.each(['one\ttwo', 'one\ntwo', 'one\r\ntwo', 'one&#32;two'])(
  '%j is the same value as "one two"',
  async (value) => {
    await accepts(text().replace('one two', value))
  },
)

test.each(['one&#9;two', 'one&#10;two', 'one&#13;two', 'one  two', ' one two'])(
  '%j is another one',
  async (value) => {
    await refuses(text().replace('one two', value), 'signature-digest-mismatch')
  },
)
