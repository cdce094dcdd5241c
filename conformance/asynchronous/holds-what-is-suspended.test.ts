import { statusOf } from '@arna/message'
import type { RegistrySource } from '@arna/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { atFirst, breaksOff } from './behaviours.ts'
import { refused } from './knock.ts'

let world: AsyncWorld

beforeAll(async () => {
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    more: {
      Suspended: {},
      Disabled: {},
      Maintained: {},
      Brief3: { expirySeconds: 3 },
      Removed: {},
      Pull: { requests: 'pull' },
    },
  })
  const away = {
    Suspended: breaksOff,
    Disabled: breaksOff,
    Maintained: breaksOff,
    Brief3: breaksOff,
  }
  world.provider.behaviour = atFirst({ ...away, Removed: breaksOff })
})
afterAll(() => world.stop())

type Change = (source: RegistrySource) => RegistrySource

const suspends =
  (...names: string[]): Change =>
  (source) => ({
    ...source,
    connections: source.connections.map((connection) =>
      names.includes(connection.service)
        ? { ...connection, suspended: ['the operator'] }
        : connection,
    ),
  })

const hour = 3_600_000

const switchesOff =
  (name: string): Change =>
  (source) => ({
    ...source,
    services: source.services.map((service) =>
      service.serviceId === name ? { ...service, disabled: { reason: 'errors' } } : service,
    ),
  })

const maintains =
  (name: string): Change =>
  (source) => ({
    ...source,
    services: source.services.map((service) =>
      service.serviceId === name
        ? {
            ...service,
            maintenance: [
              {
                from: new Date(Date.now() - hour),
                until: new Date(Date.now() + hour),
                reason: 'disks',
              },
            ],
          }
        : service,
    ),
  })

/** Accepted, and its receiver broke off once: it waits for its second time. */
async function waiting(serviceId: string) {
  const { client } = world
  const sent = await client.sends(serviceId, '')
  const code = statusOf('provider-broke-off').code
  await expect.poll(async () => (await client.statusOf(sent.messageId)).status.code).toBe(code)
  return sent
}

const held = { messageState: 'ON_DELIVERY', status: { code: statusOf('delivery-held').code } }

describe.each([
  ['a suspended connection', 'Suspended', suspends('Suspended'), 'connection-suspended'],
  ['a service that is off', 'Disabled', switchesOff('Disabled'), 'service-disabled'],
  ['a service in maintenance', 'Maintained', maintains('Maintained'), 'service-maintenance'],
] as const)('%s', (_what, serviceId, change, code) => {
  test('holds what was accepted, takes answers and holds them, and lets them flow when it ends', async () => {
    const { client, provider, publish } = world
    const { messageId, correlationId } = await waiting(serviceId)
    await publish(change)
    const { status } = await client.statusOf(messageId)
    expect(status).toMatchObject(held.status)
    await refused(client.sends(serviceId, ''), code)
    await refused(client.sends(serviceId, '', { messageType: 'UPDATE', correlationId }), code)
    const more = { messageType: 'RESPONSE', correlationId } as const
    const answer = await provider.sends(serviceId, 'жауап', more)
    expect(await provider.statusOf(answer.messageId)).toMatchObject(held)
    // What came after the suspension has been pushed: a courier that forgot it would have pushed these, too.
    const beside = await client.sends('Pushed', '')
    await client.hears(beside.messageId)
    expect(provider.calls.filter((call) => call.messageId === messageId)).toHaveLength(1)
    expect(client.calls.filter((call) => call.messageId === answer.messageId)).toEqual([])
    await publish((source) => source)
    await Promise.all([provider.gets(messageId), client.gets(answer.messageId)])
    expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
  })
})

test('what is held ends when its time is over', async () => {
  const { client, provider, publish } = world
  const { messageId } = await waiting('Brief3')
  await publish(suspends('Brief3'))
  expect(await client.hears(messageId)).toMatchObject({
    messageState: 'NOT_DELIVERED',
    status: { code: statusOf('delivery-expired').code },
  })
  await publish((source) => source)
  expect(provider.calls.filter((call) => call.messageId === messageId)).toHaveLength(1)
})

test('a suspension empties what is fetched, until it ends', async () => {
  const { client, provider, publish } = world
  const { messageId } = await client.sends('Pull', '')
  await publish(suspends('Pull'))
  expect(await client.statusOf(messageId)).toMatchObject(held)
  expect((await provider.fetches('Pull')).messages).toEqual([])
  expect((await provider.fetches('Pull', { messageId })).messages).toEqual([])
  await publish((source) => source)
  expect((await provider.fetches('Pull')).messages).toMatchObject([{ messageId }])
})

test('what is for nobody any more waits too, and says so', async () => {
  const { client, provider, publish } = world
  const { messageId, correlationId } = await waiting('Removed')
  await publish((source) => ({
    ...source,
    connections: source.connections.filter(({ service }) => service !== 'Removed'),
  }))
  expect(await client.statusOf(messageId)).toMatchObject({
    messageState: 'ON_DELIVERY',
    status: { code: statusOf('receiver-unknown').code },
  })
  const update = { messageType: 'UPDATE', correlationId } as const
  await refused(client.sends('Removed', '', update), 'access-denied')
  await publish((source) => source)
  await provider.gets(messageId)
})

test('to a system that is no longer registered nothing is accepted', async () => {
  const { client, provider, publish } = world
  const { correlationId, messageId } = await client.sends('Pushed', '')
  await provider.gets(messageId)
  await publish((source) => ({
    ...source,
    systems: source.systems.filter(({ senderId }) => senderId !== 'client'),
    connections: source.connections.filter(({ system }) => system !== 'client'),
  }))
  const response = { messageType: 'RESPONSE', correlationId } as const
  await refused(provider.sends('Pushed', '', response), 'receiver-unknown')
  await publish((source) => source)
})
