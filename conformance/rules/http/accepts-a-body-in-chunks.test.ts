import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { signedRequest } from '../../live/speak.ts'

test('however small they are', async () => {
  const chunks = signedRequest()
    .match(/.{1,7}/gs)!
    .map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`)
  const head = httpRequest('', { 'Content-Length': '', 'Transfer-Encoding': 'chunked' })
  const answer = await exchangeRaw(`${head}${chunks.join('')}0\r\n\r\n`)
  expect(readAnswer(answer).status).toBe(200)
})
