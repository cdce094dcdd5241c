import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { signedRequest } from '../../live/speak.ts'

const headers = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`h${at}`, '1']))

test('a request with ninety of them passes', async () => {
  const answer = await exchangeRaw(httpRequest(signedRequest(), headers(90)))
  expect(readAnswer(answer).status).toBe(200)
})

// Beyond two thousand, node:http would leave out the last ones: a Content-Type, say.
test.each([101, 2_500])('a request with %i of them is refused', async (count) => {
  const answer = readAnswer(await exchangeRaw(httpRequest(signedRequest(), headers(count))))
  expect(answer.status).toBe(431)
  expect(answer.text).toMatch(/^(The request has more than 100 headers|The headers are longer)/)
})
