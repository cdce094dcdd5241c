import { expect, test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { accepts, signedRequest } from '../../live/speak.ts'

// Clients look elements up by literal prefixed names (spec of the wire 2.5a).
test('ds:, wsse:, wsu:Id', async () => {
  const { text } = await accepts(signedRequest())
  expect(text).toMatch(/<soap:Body [^>]*wsu:Id="id-[0-9a-f-]{36}"/)
  for (const name of [
    'wsse:Security',
    'ds:Signature',
    'ds:SignedInfo',
    'ds:KeyInfo',
    'wsse:SecurityTokenReference',
  ]) {
    expect(text).toContain(`<${name}`)
  }
  expect(text).not.toContain('Timestamp')
  expect(text).not.toContain('InclusiveNamespaces')
})

test('xsi:type="xs:string" of a payload in text', async () => {
  const data =
    '<data xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">&lt;a/&gt;</data>'
  const body = sendMessage().replace(/<data>.*<\/data>/s, data)
  const { text, delivered } = await accepts(forge(envelope({ body })))
  expect(text).toContain(data)
  expect(delivered).toContain(data)
})
