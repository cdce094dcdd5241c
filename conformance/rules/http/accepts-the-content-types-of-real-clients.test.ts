import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { accepts, signedRequest } from '../../live/speak.ts'

test.each([
  { 'content-type': 'text/xml' },
  { 'content-type': 'text/xml;charset="utf-8"' },
  { 'content-type': 'TEXT/XML; Charset=UTF-8' },
  { 'content-type': 'application/xml; charset=utf-8' },
  { 'content-type': 'application/soap+xml; charset=utf-8; action="SendMessage"' },
  { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
  { 'content-type': 'text/xml; charset=utf-8', soapaction: 'urn:anything' },
  { 'content-type': 'text/xml; charset=utf-8', 'content-encoding': 'identity' },
])('%j', async (headers: Record<string, string>) => {
  await accepts(signedRequest(), { headers })
})

test('none', async () => {
  const answer = await exchangeRaw(httpRequest(signedRequest(), { 'Content-Type': '' }))
  expect(readAnswer(answer).status).toBe(200)
})
