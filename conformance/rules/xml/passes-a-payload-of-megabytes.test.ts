import { expect, test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test('nine of them, byte for byte', async () => {
  const payload = `<a>${`<file name="қ">${'QUJD'.repeat(450)}</file>\n`.repeat(5_000)}</a>`
  const { delivered, text } = await accepts(signedRequest({ payload }))
  expect(delivered.includes(payload)).toBe(true)
  expect(text.includes(payload)).toBe(true)
})
