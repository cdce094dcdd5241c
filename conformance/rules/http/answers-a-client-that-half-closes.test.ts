import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { signedRequest } from '../../live/speak.ts'

test('a client that ends its side after the request still gets its answer', async () => {
  const answer = await exchangeRaw(httpRequest(signedRequest()), { halfCloses: true })
  expect(readAnswer(answer).status).toBe(200)
  expect(answer).toContain('<code>SCSS001</code>')
})
