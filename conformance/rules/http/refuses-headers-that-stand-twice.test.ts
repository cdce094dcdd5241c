import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { delivered, signedRequest } from '../../live/speak.ts'

// RFC 9110 §5.3, RFC 9112 §3.2: what is in front of the gateway may believe the other one.
test.each([
  ['host', { host: 'other.example' }],
  ['host', { host: 'gateway.example' }],
  ['content-type', { 'content-type': 'application/json' }],
  ['soapaction', { SOAPAction: '""', soapaction: 'urn:other' }],
] as [string, Record<string, string>][])('%s: %j', async (name, headers) => {
  const text = signedRequest()
  const answer = readAnswer(await exchangeRaw(httpRequest(text, headers)))
  expect(answer.status).toBe(400)
  expect(answer.text).toBe(`The header ${name} stands twice.\n`)
  expect(await delivered(/<messageId>([^<]*)/.exec(text)![1]!)).toBe('nothing')
})
