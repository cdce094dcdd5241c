import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { atFirst, breaksOff } from './behaviours.ts'
import { refused } from './knock.ts'

let world: AsyncWorld
const names = ['Small', 'TwoAnHour', 'Routed', 'FetchedHere', 'Week', 'OnlyPushed'] as const

beforeAll(async () => {
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    more: Object.fromEntries(names.map((name) => [name, {}])),
    change: (source) => ({
      ...source,
      services: source.services.map((service) => {
        switch (service.serviceId) {
          case 'Small':
            return { ...service, maxMessageBytes: 10_000 }
          case 'TwoAnHour':
            return {
              ...service,
              quota: { peakPerHour: 2, nominalPerHour: 1, over: 'refuse' as const },
            }
          case 'Routed':
            return { ...service, routes: [{ routeId: 'R_A', url: `${service.url}route-a` }] }
          default:
            return service
        }
      }),
      connections: source.connections.map((connection) =>
        connection.service === 'FetchedHere' && connection.system === 'other'
          ? { ...connection, requests: 'pull' }
          : connection,
      ),
    }),
  })
  world.provider.behaviour = atFirst({ Routed: breaksOff })
})
afterAll(() => world.stop())

test('a message that is longer than its service takes is refused, in both directions', async () => {
  const { client, provider } = world
  const { correlationId } = await client.sends('Small', 'ok')
  const long = 'ұ'.repeat(10_000)
  await refused(client.sends('Small', long), 'message-too-large')
  const answer = { messageType: 'RESPONSE', correlationId } as const
  await refused(provider.sends('Small', long, answer), 'message-too-large')
})

test('what was agreed for an hour holds for messages that open or go on with a chain, and not for answers', async () => {
  const { client, other, provider } = world
  const { correlationId } = await client.sends('TwoAnHour', '1')
  await client.sends('TwoAnHour', '2', { messageType: 'UPDATE', correlationId })
  await refused(client.sends('TwoAnHour', '3'), 'quota-exceeded')
  await other.sends('TwoAnHour', 'another connection')
  for (let count = 0; count < 3; count++) {
    const answer = { messageType: 'NOTIFICATION', correlationId } as const
    await client.gets((await provider.sends('TwoAnHour', '', answer)).messageId)
  }
})

test('a route leads to its own address, also at the second time, and an unknown one is refused', async () => {
  const { client, provider } = world
  await refused(client.sends('Routed', '', { routeId: 'R_B' }), 'route-unknown')
  const { messageId } = await client.sends('Routed', '', { routeId: 'R_A' })
  expect(await provider.gets(messageId)).toMatchObject({ routeId: 'R_A' })
  const calls = await provider.isCalled(messageId, 2)
  expect(calls.map(({ path }) => path)).toEqual(['/route-a', '/route-a'])
})

test('one connection may fetch what is pushed to the service otherwise', async () => {
  const { client, other, provider } = world
  const pushed = await client.sends('FetchedHere', '')
  await provider.gets(pushed.messageId)
  const waits = await other.sends('FetchedHere', '')
  const { messages } = await provider.fetches('FetchedHere')
  expect(messages.map(({ messageId }) => messageId)).toEqual([waits.messageId])
  expect(provider.calls.filter(({ messageId }) => messageId === waits.messageId)).toEqual([])
})

test('a message has seven days where its service says nothing else', async () => {
  const { client, provider, database } = world
  provider.behaviour = atFirst({ Week: breaksOff })
  const { messageId } = await client.sends('Week', '')
  const [row] = await database.query<{ days: number }>(
    `select extract(epoch from d.expires_at - m.accepted_at)::float8 / 86400 as days
     from delivery d join delivery_message m on m.id = d.about where m.id = $1`,
    [messageId],
  )
  expect(row!.days).toBeCloseTo(7, 3)
})

test('a receiver whose address is down may fetch what was to be pushed, and then it is not pushed', async () => {
  const { client, provider } = world
  provider.behaviour = atFirst({ OnlyPushed: breaksOff })
  const { messageId } = await client.sends('OnlyPushed', '')
  await provider.isCalled(messageId)
  const fetched = async () => (await provider.fetches('OnlyPushed', { messageId })).messages
  await expect.poll(fetched).toMatchObject([{ messageId }])
  await provider.says({ messageId, serviceId: 'OnlyPushed', isAccepted: true })
  await client.hears(messageId)
  expect(provider.calls.filter((call) => call.messageId === messageId)).toHaveLength(1)
})
