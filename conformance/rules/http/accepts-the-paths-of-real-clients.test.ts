import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { accepts, signedRequest } from '../../live/speak.ts'

test.each([
  '/bip-sync-wss-gost/',
  '/bip-sync-wss-gost',
  '/bip-sync/',
  '/bip-sync',
  '/shep/bip-sync-wss-gost/',
  '/shep/bip-sync/',
  '/bip-sync-wss-gost/?anything=1',
])('%s', async (path) => {
  await accepts(signedRequest(), { path })
})

// RFC 9112 §3.2.2: what a client says that takes us for its proxy. It is answered here, and goes nowhere.
test('an absolute address with somebody else in it', async () => {
  const path = 'http://elsewhere.example/bip-sync-wss-gost/'
  const answer = readAnswer(await exchangeRaw(httpRequest(signedRequest(), {}, { path })))
  expect(answer.status).toBe(200)
  expect(answer.text).toContain('<code>SCSS001</code>')
})
