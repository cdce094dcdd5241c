import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { signedRequest } from '../../live/speak.ts'

// RFC 9110 §7.8: a server may ignore an Upgrade; what it must not do is to change over with somebody else's bytes.
test.each(['websocket', 'h2c', 'TLS/1.2'])('Upgrade: %s is ignored', async (protocol) => {
  const headers = { Connection: 'Upgrade, close', Upgrade: protocol }
  const answer = readAnswer(await exchangeRaw(httpRequest(signedRequest(), headers)))
  expect(answer.status).toBe(200)
  expect(answer.text).toContain('<code>SCSS001</code>')
})
