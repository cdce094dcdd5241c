import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

/** Looked up one by one among all ids of the message they take a minute, and nobody is proved yet. */
test('among hundreds of thousands of ids', { timeout: 5_000 }, async () => {
  const text = signedRequest({ payload: `<a>${'<b id="c"/>'.repeat(300_000)}</a>` })
  const hostile = text.replace(/<ds:Reference.*<\/ds:Reference>/s, (one) => one.repeat(3_000))
  await refuses(hostile, 'signature-not-over-body')
})
