import { expect, test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test('its date, its status and its payload, with the sessionId of the gateway', async () => {
  const { text } = await accepts(signedRequest())
  expect(text).toContain('<responseDate>2026-11-23T12:00:00.000+05:00</responseDate>')
  expect(text).toContain('<status><code>SCSS001</code><message>OK</message></status>')
  expect(text).toContain('<data><request xmlns="urn:test"><iin>850505300456</iin></request></data>')
  expect(text).toMatch(/<sessionId>\{[0-9a-f-]{36}\}<\/sessionId>/)
})
