import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createTestAuthority, type TestAuthority } from '@arna/testing'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { signSnapshot } from '../snapshot.ts'
import { publicationKeys, testSource } from '../test-setup/registry-source.ts'
import { type Watching, watching } from '../test-setup/watching.ts'
import type { RegistrySource } from '../words.ts'
import { httpsCarrier, type HttpsCarrierOptions } from './https-carrier.ts'

const { privateKey: key, publicKey } = publicationKeys()
let source: RegistrySource
let authority: TestAuthority

beforeAll(async () => {
  source = await testSource()
  authority = await createTestAuthority()
})

const snapshot = (number: number): string =>
  signSnapshot(source, { number, publishedAt: new Date(0), key })

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server on localhost whose answer may be changed while it runs. */
async function serve(answer: Answer): Promise<{ url: string; answer: Answer; asked: number }> {
  const { key: serverKey, certificate } = await authority.issue({
    commonName: 'localhost',
    extensions: [{ oid: '2.5.29.17', critical: false, value: localhostName }],
  })
  const state = { url: '', answer, asked: 0 }
  const server: Server = createServer(
    { key: serverKey.export({ type: 'pkcs8', format: 'pem' }), cert: certificate.pem },
    (request, response) => {
      state.asked++
      state.answer(request, response)
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  state.url = `https://localhost:${(server.address() as AddressInfo).port}/registry`
  return state
}

/** subjectAltName: DNS:localhost. */
const localhostName = Buffer.from('300b82096c6f63616c686f7374', 'hex')

const whole =
  (text: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) =>
    void response.writeHead(200, headers).end(text)

const start = (url: string, options: Partial<HttpsCarrierOptions> = {}): Watching =>
  watching(httpsCarrier({ url, authorities: authority.certificate.pem, ...options }), publicKey)

describe('a server that carries the registry', () => {
  test('is asked with the ETag that it gave, and taken when it has another', async () => {
    const headers: (string | undefined)[] = []
    const tagged =
      (number: number): Answer =>
      (request, response) => {
        headers.push(request.headers['if-none-match'])
        if (request.headers['if-none-match'] === `"${number}"`) response.writeHead(304).end()
        else response.writeHead(200, { etag: `"${number}"` }).end(snapshot(number))
      }
    const server = await serve(tagged(1))
    const { watch, next, looked } = start(server.url)
    expect((await watch.ready).number).toBe(1)
    await looked(3)
    expect(headers.slice(0, 3)).toEqual([undefined, '"1"', '"1"'])
    const changed = next('change')
    server.answer = tagged(2)
    expect((await changed).number).toBe(2)
  })

  test('that gives no ETag, or a new one each time, is no news as long as the bytes are the same', async () => {
    let count = 0
    const server = await serve((request, response) => {
      count++
      whole(snapshot(1), count % 2 === 0 ? {} : { etag: `"${count}"` })(request, response)
    })
    const { watch, looked, refusals } = start(server.url)
    await watch.ready
    await looked(4)
    expect(refusals).toEqual([])
  })

  test('that keeps its ETag although the bytes are others is found out within a minute', async () => {
    let nowMs = 0
    const stuck =
      (text: string): Answer =>
      (request, response) => {
        if (request.headers['if-none-match'] === '"x"') response.writeHead(304).end()
        else response.writeHead(200, { etag: '"x"' }).end(text)
      }
    const server = await serve(stuck(snapshot(1)))
    const { watch, next, looked } = start(server.url, { nowMs: () => nowMs })
    await watch.ready
    server.answer = stuck(snapshot(2))
    await looked(3)
    expect(watch.current()!.number).toBe(1)
    const changed = next('change')
    nowMs = 60_000
    expect((await changed).number).toBe(2)
  })

  test('that says "not modified" to a question without ETag is told, and what is in force stays', async () => {
    const server = await serve(whole(snapshot(1)))
    const { watch, next } = start(server.url)
    await watch.ready
    const failed = next('unreachable')
    server.answer = (_, response) => void response.writeHead(304).end()
    expect(String(await failed)).toContain('HTTP 304')
    expect(watch.current()!.number).toBe(1)
  })

  test('that redirects is not followed', async () => {
    const elsewhere = await serve(whole(snapshot(9)))
    const server = await serve(
      (_, response) => void response.writeHead(302, { location: elsewhere.url }).end(),
    )
    const { watch, next, looked } = start(server.url)
    expect(String(await next('unreachable'))).toContain('redirects are not followed')
    await looked(2)
    expect(elsewhere.asked).toBe(0)
    expect(watch.current()).toBeUndefined()
  })

  test('that trickles is given up, and asked again', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200).write('{')
      const drop = setInterval(() => response.write(' '), 5)
      response.on('close', () => clearInterval(drop))
    })
    const { watch, next } = start(server.url, { timeoutMs: 100 })
    expect(String(await next('unreachable'))).toContain('no whole answer within 100 ms')
    server.answer = whole(snapshot(1))
    expect((await watch.ready).number).toBe(1)
  })

  test('that never ends its answer is cut off at the largest size', async () => {
    const piece = Buffer.alloc(1024 * 1024, ' ')
    const server = await serve((_, response) => {
      response.writeHead(200)
      const more = (): void => {
        while (!response.destroyed && response.write(piece)) {}
      }
      response.on('drain', more)
      more()
    })
    const { next } = start(server.url)
    expect(String(await next('unreachable'))).toContain('larger than')
  })

  test('that compresses although nobody asked is refused', async () => {
    const server = await serve(whole(snapshot(1), { 'content-encoding': 'gzip' }))
    expect(String(await start(server.url).next('unreachable'))).toContain('content encoding gzip')
  })

  test('whose certificate is of an unknown authority is not spoken to', async () => {
    const server = await serve(whole(snapshot(1)))
    const stranger = await createTestAuthority()
    const { next } = start(server.url, { authorities: stranger.certificate.pem })
    expect(String(await next('unreachable'))).toMatch(/certificate/)
    expect(server.asked).toBe(0)
  })

  test('with another name than its certificate has is not spoken to', async () => {
    const server = await serve(whole(snapshot(1)))
    const { next } = start(server.url.replace('localhost', '127.0.0.1'))
    expect(String(await next('unreachable'))).toMatch(/altnames/)
    expect(server.asked).toBe(0)
  })

  test('that offers a snapshot which was altered is refused once', async () => {
    const server = await serve(whole(snapshot(1).replace('"signature":"', '"signature":"A')))
    const { next, looked, refusals } = start(server.url)
    expect((await next('refused')).code).toBe('snapshot-signature-wrong')
    await looked(3)
    expect(refusals).toHaveLength(1)
  })

  test('is only ever reached by TLS', () => {
    expect(() => httpsCarrier({ url: 'http://registry.example/' })).toThrow('begin with https://')
  })
})
