import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  'application/json',
  'text/plain',
  'text/html; charset=utf-8',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'text/xmlx',
  'multipart/related; type="text/xml"; boundary=b',
  'text/xml; charset=windows-1251',
  'text/xml; charset=utf-16',
])('%s', async (type) => {
  await refuses(signedRequest(), 'http-content-type', { headers: { 'content-type': type } })
})
