import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { delivered, signedRequest } from '../../live/speak.ts'

// RFC 9110 §10.1.1
test('Expect: anything but 100-continue', async () => {
  const text = signedRequest()
  const answer = readAnswer(await exchangeRaw(httpRequest(text, { Expect: '200-ok' })))
  expect(answer.status).toBe(417)
  expect(await delivered(/<messageId>([^<]*)/.exec(text)![1]!)).toBe('nothing')
})
