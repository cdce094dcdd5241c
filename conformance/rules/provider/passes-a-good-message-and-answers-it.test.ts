import { expect, test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test('a good message reaches the provider, and its answer comes back', async () => {
  const { text } = await accepts(signedRequest({ payload: '<a xmlns="urn:a">қазақша 𝄞</a>' }))
  expect(text).toContain('<a xmlns="urn:a">қазақша 𝄞</a>')
})
