import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { delivered, signedRequest, world } from '../../live/speak.ts'

const spoilt = (from: string, to: string) => (text: string) => httpRequest(text).replace(from, to)

test.each<[string, (text: string) => string]>([
  ['a NUL in the path', spoilt('/bip-sync-wss-gost/', '/bip-sync-wss-gost/\0')],
  ['a NUL in a header', spoilt('Host: ', 'Host: \0')],
  ['a folded header', spoilt('Host: ', 'X: a\r\n b\r\nHost: ')],
  ['a space before the colon', spoilt('Host: ', 'Host : ')],
  ['a header without a name', spoilt('Host: ', ': a\r\nHost: ')],
  ['line ends of Unix', (text) => httpRequest(text).replaceAll('\r\n', '\n')],
  ['a path without a slash', spoilt('POST /', 'POST ')],
  ['an unknown method', spoilt('POST ', 'SEND ')],
  ['HTTP of another version', spoilt('HTTP/1.1', 'HTTP/3.0')],
  ['HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a chunk longer than the numbers go', (text) => chunked(`${'f'.repeat(17)}\r\n${text}`)],
  ['a chunk of a negative length', (text) => chunked(`-1\r\n${text}`)],
  ['a chunk that is longer than it says', (text) => chunked(`1\r\n${text}\r\n0\r\n\r\n`)],
  ['a chunk with 20 KB of extensions', (text) => chunked(`1;${'a'.repeat(20_000)}\r\n${text}`)],
])('%s is told so in one sentence, and the connection ends', async (_what, request) => {
  const text = signedRequest()
  const answer = readAnswer(await exchangeRaw(request(text)))
  expect(answer.status).toBe(400)
  expect(answer.text).toMatch(/^This is no HTTP\/1\.1 request, or its length is not .+\n$/)
  expect(await delivered(/<messageId>([^<]*)/.exec(text)![1]!)).toBe('nothing')
})

const chunked = (body: string): string =>
  httpRequest('', { 'Content-Length': '', 'Transfer-Encoding': 'chunked' }) + body

test('TLS at a door of plain HTTP ends at once', async () => {
  const hello = Buffer.from('16030100c8010000c403034242', 'hex')
  expect(readAnswer(await exchangeRaw(hello)).status).toBe(400)
})

test('HTTP/1.1 without a Host is refused', async () => {
  const answer = readAnswer(await exchangeRaw(httpRequest(signedRequest(), { Host: '' })))
  expect(answer.status).toBe(400)
  expect(answer.text).toBe('The header host is missing.\n')
})

test('nobody gets a tunnel', async () => {
  const { hostname, port } = new URL(world.url)
  const request = `CONNECT ${hostname}:${port} HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n`
  expect(await exchangeRaw(request)).toBe('')
})
