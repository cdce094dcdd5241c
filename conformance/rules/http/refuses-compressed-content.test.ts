import { gzipSync } from 'node:zlib'
import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['gzip', 'deflate', 'br', 'zstd', 'gzip, identity', 'x-gzip'])('%s', async (encoding) => {
  const headers = { 'content-type': 'text/xml', 'content-encoding': encoding }
  await refuses(gzipSync(signedRequest()), 'http-content-type', { headers })
})

test('a bomb of gzip is not opened', async () => {
  const headers = { 'content-type': 'text/xml', 'content-encoding': 'gzip' }
  await refuses(gzipSync(Buffer.alloc(100_000_000)), 'http-content-type', { headers })
})
