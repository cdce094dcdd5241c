import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest } from '../../live/raw.ts'
import { signedRequest } from '../../live/speak.ts'

test('curl asks so before a long body', async () => {
  const answer = await exchangeRaw(httpRequest(signedRequest(), { Expect: '100-continue' }))
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
})
