import { setImmediate } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { createTestAuthority } from '@arna/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { callProvider, failure, testUpstream } from './test-setup/call-provider.ts'
import { issueForTls, privatePem, serviceAt, startHttps } from './test-setup/provider-server.ts'

const authority = await createTestAuthority()
const server = await issueForTls(authority)
const networks = ['loopback'] as const
const tlsAuthorities = [authority.certificate]

const secure = (port: number, host = 'localhost') =>
  serviceAt(`https://${host}:${port}/`, { networks, tlsAuthorities })

describe('a provider behind TLS', () => {
  test.each(['localhost', '127.0.0.1'])(
    'is reached at %s when its certificate is for it, from an authority of the service',
    async (host) => {
      const port = await startHttps(server)
      const { bytes } = await callProvider(testUpstream(), secure(port, host))
      expect(bytes.toString()).toBe('ok')
    },
  )

  test('is not reached when no authority of the service stands for its certificate', async () => {
    const port = await startHttps(server)
    const stranger = await createTestAuthority({ commonName: 'STRANGER' })
    const service = { ...secure(port), tlsAuthorities: [stranger.certificate] }
    const { code, detail } = await failure(callProvider(testUpstream(), service))
    expect(code).toBe('provider-unreachable')
    expect(detail).toMatch(/UNABLE_TO_|SELF_SIGNED_/)
  })

  test('is not reached on the word of a test authority when the service names none', async () => {
    const port = await startHttps(server)
    const service = { ...secure(port), tlsAuthorities: [] }
    expect((await failure(callProvider(testUpstream(), service))).code).toBe('provider-unreachable')
  })

  test('is not reached on the word of an environment variable', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    onTestFinished(() => void vi.unstubAllEnvs())
    const port = await startHttps(server)
    const service = { ...secure(port), tlsAuthorities: [] }
    expect((await failure(callProvider(testUpstream(), service))).code).toBe('provider-unreachable')
  })

  test('is not reached when its certificate is for another name', async () => {
    const port = await startHttps(await issueForTls(authority, 'elsewhere.kz'))
    const { code, detail } = await failure(callProvider(testUpstream(), secure(port)))
    expect(code).toBe('provider-unreachable')
    expect(detail).toContain('ERR_TLS_CERT_ALTNAME_INVALID')
  })

  test('is not reached when it speaks TLS 1.1 at most', async () => {
    const port = await startHttps(server, {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    expect((await failure(callProvider(testUpstream(), secure(port)))).code).toBe(
      'provider-unreachable',
    )
  })
})

describe('a provider that asks for a client certificate', () => {
  const asking = { requestCert: true, rejectUnauthorized: true, ca: authority.certificate.pem }
  const tellPeer = (seen: { value?: string | undefined }) => (request: { socket: unknown }) => {
    seen.value = (request.socket as TLSSocket).getPeerCertificate().subject.CN?.toString()
  }

  test('gets the one of the secret', async () => {
    const seen: { value?: string | undefined } = {}
    const client = await authority.issue({ commonName: 'ARNA' })
    const port = await startHttps(server, asking, (request, response) => {
      tellPeer(seen)(request)
      response.end('ok')
    })
    const clientCertificate = privatePem(client) + client.certificate.pem
    await callProvider(testUpstream(), secure(port), { clientCertificate })
    expect(seen.value).toBe('ARNA')
  })

  test('gets the new one as soon as the secret changes', async () => {
    const seen: { value?: string | undefined } = {}
    const port = await startHttps(server, asking, (request, response) => {
      tellPeer(seen)(request)
      response.end('ok')
    })
    const upstream = testUpstream()
    for (const commonName of ['FORMER', 'PRESENT']) {
      const client = await authority.issue({ commonName })
      const clientCertificate = privatePem(client) + client.certificate.pem
      await callProvider(upstream, secure(port), { clientCertificate })
      expect(seen.value).toBe(commonName)
    }
  })

  test.each(['', 'not PEM', privatePem(server)])(
    'is not called with a secret that is no key and certificate',
    async (clientCertificate) => {
      const call = () =>
        testUpstream().poolFor(
          { ...secure(9), key: 'S' },
          new URL('https://localhost:9/'),
          clientCertificate,
        )
      expect(call).toThrow(expect.objectContaining({ code: 'provider-secret-missing' }))
    },
  )
})

describe('connections', () => {
  test('are kept for the next message, and are one for each service', async () => {
    const ports = new Set<number | undefined>()
    const port = await startHttps(server, {}, (request, response) => {
      ports.add(request.socket.remotePort)
      response.end('ok')
    })
    const upstream = testUpstream()
    await callProvider(upstream, secure(port))
    // undici gives a connection free one turn of the event loop after its answer.
    await setImmediate()
    await callProvider(upstream, secure(port))
    expect(ports.size).toBe(1)
    await callProvider(upstream, { ...secure(port), serviceId: 'Other' })
    expect(ports.size).toBe(2)
  })

  test('end when nobody has used them for a minute and another service is called', async () => {
    let now = 0
    const upstream = testUpstream({ now: () => now })
    const open = (serviceId: string) =>
      upstream.poolFor({ ...secure(9), key: serviceId }, new URL('https://localhost:9/'))
    const [first, second] = [open('First'), open('Second')]
    now = 59_999
    expect(open('Second')).toBe(second)
    now = 60_000
    open('Third')
    expect([first.closed, second.closed]).toEqual([true, false])
    expect(open('First')).not.toBe(first)
  })
})
