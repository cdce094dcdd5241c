import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { signedRequest } from '../../live/speak.ts'

test('no name, cookie or address needs so many', async () => {
  const answer = await exchangeRaw(httpRequest(signedRequest(), { Cookie: 'a'.repeat(17_000) }))
  expect(readAnswer(answer).status).toBe(431)
})
