import { gzipSync } from 'node:zlib'
import { test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { expectRefusal, refuses, signedRequest } from '../../live/speak.ts'

test.each(['gzip', 'deflate', 'br', 'zstd', 'gzip, identity', 'x-gzip'])('%s', async (encoding) => {
  const headers = { 'content-type': 'text/xml', 'content-encoding': encoding }
  await refuses(gzipSync(signedRequest()), 'http-content-type', { headers })
})

test('compression on the way of the transfer', async () => {
  const body = gzipSync(signedRequest()).toString('latin1')
  const headers = { 'Content-Length': '', 'Transfer-Encoding': 'gzip, chunked' }
  const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  const request = Buffer.from(httpRequest('', headers) + chunk, 'latin1')
  await expectRefusal(readAnswer(await exchangeRaw(request)), 'http-content-type')
})

test('a bomb of gzip is not opened', async () => {
  const headers = { 'content-type': 'text/xml', 'content-encoding': 'gzip' }
  await refuses(gzipSync(Buffer.alloc(100_000_000)), 'http-content-type', { headers })
})
