import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { callProvider, failure, testUpstream } from './test-setup/call-provider.ts'
import { listen, serviceAt, startHttp } from './test-setup/provider-server.ts'

const at = (port: number, scheme = 'http') =>
  serviceAt(`${scheme}://127.0.0.1:${port}/`, { networks: ['loopback'], maxConcurrent: 1 })
const soon = { timeoutMs: 100 }

describe('the time of a message', () => {
  test('covers the name server', async () => {
    const upstream = testUpstream({ resolve: () => undefined })
    const { code } = await failure(callProvider(upstream, serviceAt('http://slow.kz/'), soon))
    expect(code).toBe('provider-unreachable')
  })

  test('covers the handshake of TLS', async () => {
    const port = await listen(createServer())
    const { code } = await failure(callProvider(testUpstream(), at(port, 'https'), soon))
    expect(code).toBe('provider-unreachable')
  })

  test('covers the wait for an answer, when the message may have been seen', async () => {
    const port = await startHttp(() => undefined)
    const { code, detail } = await failure(callProvider(testUpstream(), at(port), soon))
    expect([code, detail]).toEqual(['provider-timeout', 'no answer within 0.1 s'])
  })

  test('covers an answer that does not end', async () => {
    const port = await startHttp((_request, response) => response.writeHead(200).write('a'))
    const { code } = await failure(callProvider(testUpstream(), at(port), soon))
    expect(code).toBe('provider-timeout')
  })

  test('covers a provider that reads nothing', async () => {
    const port = await listen(createServer((socket) => socket.pause()))
    const order = { ...soon, body: [Buffer.alloc(20_000_000)] }
    expect((await failure(callProvider(testUpstream(), at(port), order))).code).toBe(
      'provider-timeout',
    )
  })

  test('is over for good: what was not sent in time is not sent later', async () => {
    let release: (() => void) | undefined
    const upstream = testUpstream({
      resolve: (_hostname, _options, callback) => {
        release = () => callback(null, [{ address: '127.0.0.1', family: 4 }])
      },
    })
    const received: Buffer[] = []
    const ended = new EventEmitter()
    const port = await listen(
      createServer((socket) => {
        socket.on('data', (chunk) => received.push(chunk))
        socket.on('close', () => ended.emit('close'))
      }),
    )
    const service = serviceAt(`http://slow.kz:${port}/`, { networks: ['loopback'] })
    await failure(callProvider(upstream, service, soon))
    const closed = once(ended, 'close')
    release?.()
    await closed
    expect(Buffer.concat(received).toString()).toBe('')
  })
})

describe('a provider that hangs', () => {
  test('holds up no other service, even at the same address', async () => {
    const port = await startHttp((request, response) => {
      if (request.url !== '/hangs') response.end('ok')
    })
    const upstream = testUpstream()
    const hanging = { ...at(port), serviceId: 'Hangs', url: `http://127.0.0.1:${port}/hangs` }
    const calls = [1, 2, 3].map(() => failure(callProvider(upstream, hanging, { timeoutMs: 1000 })))
    const { bytes } = await callProvider(upstream, at(port))
    expect(bytes.toString()).toBe('ok')
    await Promise.all(calls)
  })
})

describe('what goes wrong', () => {
  test('before a byte is sent is a provider that cannot be reached', async () => {
    const { code, detail } = await failure(callProvider(testUpstream(), at(1)))
    expect([code, detail]).toEqual([
      'provider-unreachable',
      "the provider's system cannot be reached (ECONNREFUSED)",
    ])
  })

  test('afterwards is a connection that broke off', async () => {
    const port = await listen(createServer((socket) => socket.once('data', () => socket.destroy())))
    expect((await failure(callProvider(testUpstream(), at(port)))).code).toBe('provider-broke-off')
  })

  test('an answer beyond the limit is not read on', async () => {
    const port = await startHttp((_request, response) => response.end(Buffer.alloc(1000)))
    const call = callProvider(testUpstream(), at(port), { maxAnswerBytes: 999 })
    expect(await failure(call)).toEqual({
      code: 'provider-answer-malformed',
      detail: 'the answer is longer than 999 bytes',
    })
  })

  test('an answer at the limit is taken', async () => {
    const port = await startHttp((_request, response) => response.end(Buffer.alloc(1000)))
    const call = callProvider(testUpstream(), at(port), { maxAnswerBytes: 1000 })
    expect((await call).bytes).toHaveLength(1000)
  })
})
