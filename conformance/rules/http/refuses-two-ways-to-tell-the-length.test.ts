import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { delivered, signedRequest } from '../../live/speak.ts'

// RFC 9112 §6.1, §6.3: what two readers would cut in two places is refused by the first of them.
test.each([
  { 'Transfer-Encoding': 'chunked' },
  { 'Transfer-Encoding': 'chunked, identity' },
  { 'content-length': '1' },
  { 'Content-Length': '-1' },
  { 'Content-Length': '1, 2' },
  { 'Content-Length': '0x10' },
] as Record<string, string>[])('%j', async (headers) => {
  const text = signedRequest()
  const answer = await exchangeRaw(httpRequest(text, headers))
  expect(readAnswer(answer).status).toBe(400)
  expect(await delivered(/<messageId>([^<]*)/.exec(text)![1]!)).toBe('nothing')
})
