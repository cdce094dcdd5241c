import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

/** Looked up one by one among all ids of the message they take a minute, and nobody is proved yet. */
test('among hundreds of thousands of ids', { timeout: 20_000 }, async () => {
  const text = signedRequest({ payload: `<a>${'<b id="c"/>'.repeat(300_000)}</a>` })
  const many = (count: number): string =>
    text.replace(/<ds:Reference.*<\/ds:Reference>/s, (one) => one.repeat(count))
  await refuses(many(500), 'signature-not-over-body')
  // No Header is as long as that.
  await refuses(many(3_000), 'soap-structure')
})
