import { beforeAll, describe, expect, test } from 'vitest'
import { Registry } from './registry.ts'
import { testCertificate, testSource } from './test-setup/registry-source.ts'
import { usualAsynchronous, usualReceiver } from './usual.ts'
import { statusWayOf, type Way, wayOf } from './way.ts'
import type { Connection, InformationSystem, RegistrySource, Service } from './words.ts'

const now = new Date('2026-11-23T10:00:00Z')
const later = new Date('2026-11-23T12:00:00Z')
let source: RegistrySource

beforeAll(async () => {
  source = await testSource()
})

interface Changes {
  readonly service?: Partial<Service>
  readonly connection?: Partial<Connection>
  readonly portal?: Partial<InformationSystem>
  readonly database?: Partial<InformationSystem>
}

function registryWith({ service, connection, portal, database }: Changes = {}): Registry {
  const changed = {
    ...source,
    systems: [
      { ...source.systems[0]!, ...portal },
      { ...source.systems[1]!, ...database },
    ],
    services: [{ ...source.services[0]!, channels: ['async'] as const, ...service }],
    connections: [{ ...source.connections[0]!, ...connection }],
  }
  return new Registry(changed, { number: 1, publishedAt: now })
}

const chain = { initiatorId: 'portal', serviceId: 'PersonByIin' }
const requestWay = (changes?: Changes, routeId?: string): Way =>
  wayOf(registryWith(changes), { ...chain, receiverId: 'database', routeId }, now)
const answerWay = (changes?: Changes): Way =>
  wayOf(registryWith(changes), { ...chain, receiverId: 'portal' }, now)

const receiver = { ...usualReceiver, url: 'https://portal.example/messages' }
const fetched = { asynchronous: { ...usualAsynchronous, requests: 'pull' } } as const

describe('the way of a request', () => {
  test('is to the address of the service, with all that a call needs', async () => {
    const tlsAuthorities = [await testCertificate('authority')]
    const authentication = { type: 'bearer', secret: 'token' } as const
    const service = { tlsAuthorities, authentication, maxConcurrent: 3 }
    expect(requestWay({ service })).toEqual({
      way: 'push',
      url: 'http://127.0.0.1:8086/person',
      networks: ['loopback'],
      tlsAuthorities,
      authentication,
      maxConcurrent: 3,
      maxTimeSeconds: 10,
      signer: source.systems[1],
      signature: { waived: 'order 17' },
      key: 'service PersonByIin',
    })
  })

  test('is to the address of the route that it names', () => {
    const service = { routes: [{ routeId: 'almaty', url: 'https://almaty.example/' }] }
    expect(requestWay({ service }, 'almaty')).toMatchObject({ url: 'https://almaty.example/' })
    expect(requestWay({ service }, 'astana')).toEqual({
      way: 'none',
      reason: 'PersonByIin has no route "astana"',
    })
  })

  test('is to fetch when service or connection says so, and the connection has the last word', () => {
    expect(requestWay({ service: fetched })).toEqual({ way: 'pull' })
    expect(requestWay({ connection: { requests: 'pull' } })).toEqual({ way: 'pull' })
    expect(requestWay({ service: fetched, connection: { requests: 'push' } }).way).toBe('push')
  })

  test('is none without an address, rather than to an empty one', () => {
    const changes = { service: { ...fetched, url: '' }, connection: { requests: 'push' } } as const
    expect(requestWay(changes)).toEqual({ way: 'none', reason: 'PersonByIin has no address' })
  })

  test('stays when the service left the channel after it was accepted', () => {
    expect(requestWay({ service: { channels: ['sync'] } }).way).toBe('push')
  })

  test('to itself is that of a request', () => {
    const connection = { system: 'database' }
    const message = { ...chain, initiatorId: 'database', receiverId: 'database' }
    const way = wayOf(registryWith({ connection, database: { receiver } }), message, now)
    expect(way).toMatchObject({ way: 'push', key: 'service PersonByIin' })
  })
})

describe('the way of an answer', () => {
  test('is to the receiver of the system that began the chain, with all that a call needs', () => {
    expect(answerWay({ portal: { receiver } })).toEqual({
      way: 'push',
      url: 'https://portal.example/messages',
      networks: [],
      tlsAuthorities: [],
      authentication: { type: 'none' },
      maxConcurrent: 8,
      maxTimeSeconds: 30,
      signer: { ...source.systems[0], receiver },
      signature: 'required',
      key: 'receiver portal',
    })
  })

  test('is to fetch when that has no receiver, or the connection says so', () => {
    expect(answerWay()).toEqual({ way: 'pull' })
    expect(answerWay({ portal: { receiver }, connection: { answers: 'pull' } })).toEqual({
      way: 'pull',
    })
  })
})

describe.each([
  ['a request', requestWay],
  ['an answer', answerWay],
])('%s is held', (_, way) => {
  test('while the connection is suspended', () => {
    const suspended = ['operator: letter 5', 'owner: load']
    expect(way({ connection: { suspended } })).toEqual({
      way: 'held',
      reason: 'operator: letter 5; owner: load',
    })
  })

  test('while the service is disabled, until it is known to be on', () => {
    expect(way({ service: { disabled: { reason: 'letter 5' } } })).toEqual({
      way: 'held',
      reason: 'PersonByIin is off: letter 5',
    })
    expect(way({ service: { disabled: { reason: 'letter 5', until: later } } })).toEqual({
      way: 'held',
      reason: 'PersonByIin is off until 2026-11-23T12:00:00.000Z: letter 5',
      until: later,
    })
    expect(way({ service: { disabled: { reason: 'letter 5', until: now } } }).way).not.toBe('held')
  })

  test('during an announced break, and no longer', () => {
    const during = { from: now, until: later, reason: 'a new machine' }
    expect(way({ service: { maintenance: [during] } })).toMatchObject({ way: 'held', until: later })
    const before = { from: new Date(0), until: now, reason: 'an old machine' }
    expect(way({ service: { maintenance: [before] } }).way).not.toBe('held')
  })

  test('also when it would be fetched', () => {
    const connection = { requests: 'pull', answers: 'pull', suspended: ['letter 5'] } as const
    expect(way({ connection }).way).toBe('held')
  })
})

describe('a message has no way', () => {
  test.each([
    [{ serviceId: 'Other' }, 'no service "Other" here'],
    [{ initiatorId: 'gone' }, 'gone has no connection to PersonByIin'],
    [{ receiverId: 'gone' }, 'no system "gone" here'],
  ])('when %j is not in the registry', (change, reason) => {
    const message = { ...chain, receiverId: 'database', ...change }
    expect(wayOf(registryWith(), message, now)).toEqual({ way: 'none', reason })
  })

  test('to a system that owned the service once: it would read what is not for it', () => {
    const third = { ...source.systems[1]!, senderId: 'third', receiver }
    const changed = { ...source, systems: [...source.systems, third] }
    const registry = new Registry(changed, { number: 1, publishedAt: now })
    expect(wayOf(registry, { ...chain, receiverId: 'third' }, now)).toEqual({
      way: 'none',
      reason: 'third neither owns PersonByIin nor began the chain',
    })
  })
})

describe('the way of a status notification', () => {
  test('is to the receiver of the sender, whatever is suspended', () => {
    const changes = { portal: { receiver }, connection: { suspended: ['letter 5'] } }
    expect(statusWayOf(registryWith(changes), 'portal')).toEqual(
      answerWay({ portal: { receiver } }),
    )
  })

  test('is none without a receiver or a system', () => {
    const none = (reason: string): Way => ({ way: 'none', reason })
    expect(statusWayOf(registryWith(), 'portal')).toEqual(none('portal has no receiver'))
    expect(statusWayOf(registryWith(), 'gone')).toEqual(none('no system "gone" here'))
  })
})
