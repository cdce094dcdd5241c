import { statusOf } from '@arna/message'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import type { Behaviour } from './member.ts'

let world: AsyncWorld

beforeAll(async () => {
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    change: (source) => ({
      ...source,
      services: source.services.map((service) =>
        service.serviceId === 'ThreeAtATime' ? { ...service, maxConcurrent: 3 } : service,
      ),
    }),
    more: { ThreeAtATime: {}, LongLease: { pushedIsDelivered: false, leaseSeconds: 300 } },
  })
})
afterAll(() => world.stop())

test('where a service asks for more, the answer of the receiver leaves the message on its way', async () => {
  const { client, provider } = world
  const { messageId } = await client.sends('LongLease', '')
  await provider.gets(messageId)
  await expect
    .poll(() => client.statusOf(messageId))
    .toMatchObject({ messageState: 'ON_DELIVERY', status: { code: statusOf('handed-over').code } })
  const said = await provider.says({ messageId, serviceId: 'LongLease', isAccepted: true })
  expect(said).toMatchObject({
    notificationId: expect.stringMatching(/^\d+$/),
    sessionId: expect.stringMatching(/^\{/),
  })
  expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
})

test('the message comes again when the lease ends without a word, and not after it', async () => {
  const { client, provider } = world
  const { messageId, correlationId } = await client.sends('Confirmed', 'тағы да')
  const [first, second] = await provider.isCalled(messageId, 2)
  expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(950)
  await provider.says({ messageId, serviceId: 'Confirmed', isAccepted: true })
  await client.hears(messageId)
  const calls = provider.calls.filter((call) => call.messageId === messageId).length
  const more = { messageType: 'UPDATE', correlationId } as const
  const next = await client.sends('Confirmed', '', more)
  await provider.isCalled(next.messageId, 2)
  expect(provider.calls.filter((call) => call.messageId === messageId)).toHaveLength(calls)
  await provider.says({ messageId: next.messageId, serviceId: 'Confirmed', isAccepted: true })
})

test('a receiver is called as often at a time as is registered, and no more', async () => {
  const { client, provider } = world
  let underWay = 0
  let most = 0
  const waiting: (() => void)[] = []
  const usual = provider.behaviour
  const holds: Behaviour = (_pushed, _response, acknowledge) => {
    most = Math.max(most, ++underWay)
    waiting.push(() => {
      underWay--
      acknowledge()
    })
  }
  provider.behaviour = (pushed, ...rest) =>
    pushed.kind === 'message' && pushed.message.serviceId === 'ThreeAtATime'
      ? holds(pushed, ...rest)
      : usual(pushed, ...rest)
  const sent = await Promise.all(
    Array.from({ length: 12 }, (_, index) => client.sends('ThreeAtATime', String(index))),
  )
  for (let given = 0; given < 12; given += 3) {
    await provider.until(() => waiting.length === given + 3)
    for (const answer of waiting.slice(given, given + 3)) answer()
  }
  for (const { messageId } of sent) await client.hears(messageId)
  expect(most).toBe(3)
  expect(provider.calls.filter(({ serviceId }) => serviceId === 'ThreeAtATime')).toHaveLength(12)
})
