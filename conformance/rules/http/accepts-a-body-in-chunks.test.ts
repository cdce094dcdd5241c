import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { signedRequest } from '../../live/speak.ts'

const chunked = (): string => {
  const chunks = signedRequest()
    .match(/.{1,7}/gs)!
    .map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`)
  const head = httpRequest('', { 'Content-Length': '', 'Transfer-Encoding': 'chunked' })
  return `${head}${chunks.join('')}0\r\n`
}

test('however small they are', async () => {
  const answer = await exchangeRaw(`${chunked()}\r\n`)
  expect(readAnswer(answer).status).toBe(200)
})

// RFC 9110 §6.5.1: what comes too late to be a header is none.
test('headers behind the last one change nothing', async () => {
  const late = 'Content-Type: application/json\r\nContent-Encoding: gzip\r\nHost: a\r\n'
  const answer = await exchangeRaw(`${chunked()}${late}\r\n`)
  expect(readAnswer(answer).status).toBe(200)
})
