import { type SpecialNetwork } from '@arna/registry'
import { describe, expect, test } from 'vitest'
import type { Resolve } from './connect-to-provider.ts'
import { callProvider, failure, testUpstream } from './test-setup/call-provider.ts'
import { serviceAt, startHttp } from './test-setup/provider-server.ts'

/** A name server that gives one answer after another. */
function answering(...answers: readonly (readonly string[])[]) {
  const asked: string[] = []
  const resolve: Resolve = (hostname, _options, callback) => {
    const addresses = answers[asked.push(hostname) - 1] ?? []
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    setImmediate(() => callback(null, found))
  }
  return { resolve, asked }
}

const refused = (url: string, networks: SpecialNetwork[], resolve?: Resolve) =>
  failure(callProvider(testUpstream(resolve && { resolve }), serviceAt(url, { networks })))

describe('an address of the inside is refused unless the registry allows its network', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['[::1]', 'loopback'],
    ['localhost', 'loopback'],
    ['0x7f.1', 'loopback'],
    ['2130706433', 'loopback'],
    ['127.0.0.1.', 'loopback'],
    ['[::ffff:127.0.0.1]', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['[fe80::1]', 'link-local'],
    ['10.0.0.1', 'private'],
    ['[fd00::1]', 'private'],
  ])('%s', async (host, kind) => {
    const { code, detail } = await refused(`http://${host}:9/`, [])
    expect([code, detail]).toEqual(['provider-address-refused', expect.stringContaining(kind)])
  })

  test.each([
    '0.0.0.0',
    '[::]',
    '255.255.255.255',
    '224.0.0.1',
    '[::127.0.0.1]',
    '[2002:7f00:1::]',
  ])('%s is refused whatever the registry allows', async (host) => {
    const { code } = await refused(`http://${host}:9/`, ['loopback', 'link-local', 'private'])
    expect(code).toBe('provider-address-refused')
  })

  test('another network is none of those that are allowed', async () => {
    const { code } = await refused('http://127.0.0.1:9/', ['private', 'link-local'])
    expect(code).toBe('provider-address-refused')
  })

  test('the fault names no address', async () => {
    const { detail } = await refused('http://10.20.30.40:9/', [])
    expect(detail).not.toMatch(/\d/)
  })
})

describe('the addresses of a name are judged as they are resolved', () => {
  test.each([
    ['loopback', ['127.0.0.1']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['loopback in the form of IPv6', ['::ffff:127.0.0.1']],
    ['a public address and a private one', ['93.184.216.34', '10.0.0.1']],
    ['a private address and a public one', ['fd00::1', '2606:2800::1']],
  ])('%s', async (_what, addresses) => {
    const { code } = await refused('http://provider.kz:9/', [], answering(addresses).resolve)
    expect(code).toBe('provider-address-refused')
  })

  test('the connection goes to the address that was judged, and nobody asks again', async () => {
    const port = await startHttp((request, response) => response.end(request.headers.host))
    const { resolve, asked } = answering(['127.0.0.1'], ['10.0.0.1'])
    const service = serviceAt(`http://provider.kz:${port}/`, { networks: ['loopback'] })
    const { bytes } = await callProvider(testUpstream({ resolve }), service)
    expect(bytes.toString()).toBe(`provider.kz:${port}`)
    expect(asked).toEqual(['provider.kz'])
  })

  test('a name that leads inside on its second answer is refused then', async () => {
    const port = await startHttp((_request, response) =>
      response.setHeader('connection', 'close').end('ok'),
    )
    const { resolve } = answering(['127.0.0.1'], ['192.168.0.1'])
    const upstream = testUpstream({ resolve })
    const service = serviceAt(`http://provider.kz:${port}/`, { networks: ['loopback'] })
    await callProvider(upstream, service)
    const { code } = await failure(callProvider(upstream, service))
    expect(code).toBe('provider-address-refused')
  })

  test('a connection that is open does not outlive the permission', async () => {
    const port = await startHttp()
    const upstream = testUpstream()
    const service = serviceAt(`http://127.0.0.1:${port}/`, { networks: ['loopback'] })
    await callProvider(upstream, service)
    const { code } = await failure(callProvider(upstream, { ...service, networks: [] }))
    expect(code).toBe('provider-address-refused')
  })

  test('a name that nobody knows cannot be reached', async () => {
    const { code } = await refused('http://arna.invalid/', [])
    expect(code).toBe('provider-unreachable')
  })
})
