import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { delivered, signedRequest } from '../../live/speak.ts'

test('bytes that follow a message are no request: the connection ends with one sentence', async () => {
  const text = signedRequest()
  const headers = { 'Content-Length': '300', Connection: '' }
  const answer = readAnswer(await exchangeRaw(httpRequest(text, headers)))
  expect(answer.status).toBe(400)
  expect(answer.text).toMatch(/^This is no HTTP\/1\.1 request/)
  expect(await delivered(/<messageId>([^<]*)/.exec(text)![1]!)).toBe('nothing')
})
