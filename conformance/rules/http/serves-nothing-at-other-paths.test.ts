import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { delivered, signedRequest } from '../../live/speak.ts'

test.each([
  '/',
  '/doctor',
  '/doctor/style.css',
  '/bip-sync-wss-gost/..',
  '/bip-sync-wss-gost/../healthz/x',
  '/bip-sync-wss-gost/%2e%2e/bip-sync',
  '/bip-sync-wss-gost/..%2fbip-sync',
  '/bip-sync-wss-gost/..;/',
  '/bip-sync-wss-gost/..;/healthz',
  '/bip-sync-wss-gost;a=b/',
  '/./bip-sync-wss-gost/',
  '/bip-sync-wss-gost/%2e/',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/bip-sync-wss-gost%2f',
  '/bip-sync-wss-gost//',
  'http://gateway.example/',
  'http://gateway.example/admin/',
  '*',
  '/bip-sync-wss-gost%00/',
  '/bip-sync-wss-gost/\\..\\',
  '//bip-sync-wss-gost/',
  '/BIP-SYNC-WSS-GOST/',
  '/bip-sync-wss-gost/anything',
  '/%ff',
  '/%',
])('%s', async (path) => {
  const text = signedRequest()
  const answer = readAnswer(await exchangeRaw(httpRequest(text, {}, { path })))
  expect(answer.status).toBe(404)
  expect(answer.text).toMatch(/^Nothing is served at this path/)
  expect(await delivered(/<messageId>([^<]*)/.exec(text)![1]!)).toBe('nothing')
})
