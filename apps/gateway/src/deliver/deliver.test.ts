import { createHash, createSecretKey } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { payloadFrom, writeSendMessageResponse } from '@arna/message'
import { type ProviderAuthentication, type Service, usualSystem } from '@arna/registry'
import { createTestAuthority } from '@arna/testing'
import { arnaEngine, scan, type XmlElement } from '@arna/xml'
import { readTransportSignature, signEnvelope, verifyTransportSignature } from '@arna/xml-security'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Admitted } from '../exchange.ts'
import { deliver, prepare } from './deliver.ts'
import { failure, testUpstream } from './test-setup/call-provider.ts'
import { issueForTls, listen, privatePem, serviceAt } from './test-setup/provider-server.ts'

const authority = await createTestAuthority()
const [gateway, provider, client, tls] = await Promise.all([
  authority.issue(),
  authority.issue({ bin: '123456789012' }),
  authority.issue({ commonName: 'ARNA' }),
  issueForTls(authority),
])

const secrets = new Map([
  ['password', 'құпия'],
  ['token', 'abc.def'],
  ['key', privatePem(client) + client.certificate.pem],
])

/** What the provider saw of the last call. */
let seen: { request: IncomingMessage; bytes: Buffer; peer: string | undefined }

const answers: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  const socket = request.socket as Partial<TLSSocket>
  const peer = socket.getPeerCertificate?.().subject?.CN?.toString()
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    seen = { request, bytes: Buffer.concat(chunks), peer }
    const content = writeSendMessageResponse({
      messageId: '1',
      responseDate: '2026-11-27T12:00:00+05:00',
      status: { code: 'SCSS001', message: 'OK' },
    })
    response.end(signEnvelope({ content }, { ...provider, reference: 'KeyIdentifier' }))
  })
}

let url: string
let tlsUrl: string

beforeEach(async () => {
  url = `http://127.0.0.1:${await listen(createServer(answers))}/`
  const options = {
    key: privatePem(tls),
    cert: tls.certificate.pem,
    ca: authority.certificate.pem,
    requestCert: true,
    rejectUnauthorized: false,
  }
  tlsUrl = `https://localhost:${await listen(createTlsServer(options, answers))}/`
})

async function call(
  at: string,
  authentication: ProviderAuthentication,
  options: Partial<Service> = {},
) {
  const organisation = { id: 'a', name: 'A', bin: '123456789012', isState: true }
  const routed = {
    sessionId: '00000000-0000-4000-8000-000000000000',
    sender: { ...usualSystem, senderId: 'client', organisation },
    provider: {
      ...usualSystem,
      senderId: 'provider',
      organisation,
      certificates: [provider.certificate],
    },
    service: serviceAt(at, {
      networks: ['loopback'],
      tlsAuthorities: [authority.certificate],
      authentication,
      ...options,
    }),
    message: {
      messageId: '1',
      serviceId: 'Test',
      messageDate: '2026-11-27T12:00:00+05:00',
      sender: { senderId: 'client', password: 'of the sender' },
      properties: [],
      data: scan(Buffer.concat(payloadFrom('text').content.map((one) => Buffer.from(one)))).root,
    },
    destination: { url: at, timeoutMs: 10_000, maxAnswerBytes: 1_000_000 },
  } as unknown as Admitted
  const delivery = {
    xml: arnaEngine,
    trust: authority.trust(),
    upstream: testUpstream(),
    secretOf: (name: string) => secrets.get(name),
    signer: { ...gateway, reference: 'KeyIdentifier' },
    maskKey: createSecretKey(Buffer.alloc(32)),
  } as const
  return deliver(routed, prepare(routed, delivery), delivery, {
    inTurn: async (work) => work(),
    hears: () => {},
  })
}

/** The wsse:Security that the provider got, after its signature was checked. */
function security(): XmlElement {
  const document = scan(seen.bytes)
  const signature = readTransportSignature(document)
  verifyTransportSignature(signature, gateway.certificate.publicKey)
  return document.root.children()[0]!.children()[0]!
}

const inside = (element: XmlElement | undefined, localName: string): XmlElement | undefined =>
  element?.children().find((child) => child.localName === localName)

describe('the provider gets the message, signed by the gateway,', () => {
  test('with nothing beside it', async () => {
    const { response, waiver } = await call(url, { type: 'none' })
    expect([response.status.code, waiver]).toEqual(['SCSS001', undefined])
    expect(
      security()
        .children()
        .map(({ localName }) => localName),
    ).toEqual(['Signature'])
    expect(seen.request.headers.authorization).toBeUndefined()
  })

  test.each([
    [
      { type: 'basic', user: 'arna', secret: 'password' },
      `Basic ${Buffer.from('arna:құпия').toString('base64')}`,
    ],
    [{ type: 'bearer', secret: 'token' }, 'Bearer abc.def'],
  ] as const)('with %j', async (authentication, authorization) => {
    await call(tlsUrl, authentication)
    expect(seen.request.headers.authorization).toBe(authorization)
    expect(seen.bytes.toString()).not.toMatch(/құпия|abc\.def/)
    expect(security().children()).toHaveLength(1)
  })

  test('with a client certificate', async () => {
    await call(tlsUrl, { type: 'clientCertificate', secret: 'key' })
    expect(seen.peer).toBe('ARNA')
    await call(tlsUrl, { type: 'none' })
    expect(seen.peer).toBeUndefined()
  })

  test('with a UsernameToken that holds the password, over TLS', async () => {
    await call(tlsUrl, { type: 'wsse', user: 'arna', secret: 'password' })
    const token = inside(security(), 'UsernameToken')
    expect(inside(token, 'Username')?.text()).toBe('arna')
    expect(inside(token, 'Password')?.text()).toBe('құпия')
  })

  test('with a UsernameToken whose digest the provider can check, over plain HTTP', async () => {
    await call(url, { type: 'wsse', user: 'arna', secret: 'password' })
    const token = inside(security(), 'UsernameToken')
    const digest = createHash('sha1')
      .update(Buffer.from(inside(token, 'Nonce')?.text() ?? '', 'base64'))
      .update(inside(token, 'Created')?.text() ?? '')
      .update('құпия')
      .digest('base64')
    expect(inside(token, 'Password')?.text()).toBe(digest)
    expect(seen.bytes.toString()).not.toContain('құпия')
  })
})

test('a waiver of the provider’s signature is told with its reason', async () => {
  const options: Partial<Service> = { providerSignature: { waived: 'order 17' } }
  expect((await call(url, { type: 'none' }, options)).waiver).toBe('order 17')
})

test('a secret that is missing is told without its name, and nothing is sent', async () => {
  const before = seen
  const outcome = await failure(call(url, { type: 'basic', user: 'arna', secret: 'lost' }))
  expect(outcome.code).toBe('provider-secret-missing')
  expect(outcome.detail).not.toContain('lost')
  expect(seen).toBe(before)
})
