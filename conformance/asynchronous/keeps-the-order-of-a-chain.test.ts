import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { answersAFault, atFirst } from './behaviours.ts'
import { textOf } from './member.ts'

let world: AsyncWorld

beforeAll(async () => {
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    gateways: 2,
    more: {
      Failing: {},
      Resent: { pushedIsDelivered: false, leaseSeconds: 300 },
      Pull: { requests: 'pull', leaseSeconds: 300 },
    },
  })
})
afterAll(() => world.stop())

/** Three more messages in the chain of the first. */
async function chainOf(serviceId: string, first = '0') {
  const { client } = world
  const opened = await client.sends(serviceId, first)
  const ids = [opened.messageId]
  for (const text of ['1', '2', '3']) {
    const more = { messageType: 'UPDATE', correlationId: opened.correlationId } as const
    ids.push((await client.sends(serviceId, text, more)).messageId)
  }
  return { correlationId: opened.correlationId, ids }
}

const takenIn = (correlationId: string): string[] =>
  world.provider.messages
    .filter((message) => message.correlationId === correlationId)
    .map((message) => textOf(message))

test('a chain comes in its order though its first message fails, and other chains pass it', async () => {
  const { client, provider } = world
  provider.behaviour = atFirst({ Failing: answersAFault(provider.signer) })
  const first = await client.sends('Failing', '0')
  await provider.isCalled(first.messageId)
  const more = { messageType: 'UPDATE', correlationId: first.correlationId } as const
  const ids: string[] = []
  for (const text of ['1', '2', '3']) {
    ids.push((await client.sends('Failing', text, more)).messageId)
  }
  const beside = await client.sends('Failing', 'beside')
  await provider.gets(beside.messageId)
  expect(takenIn(first.correlationId)).toEqual([])
  await provider.gets(ids[2]!)
  expect(takenIn(first.correlationId)).toEqual(['0', '1', '2', '3'])
  expect(provider.calls.filter(({ messageId }) => messageId === first.messageId)).toHaveLength(2)
})

test('chains of many come in their orders, through two processes', async () => {
  const { client, other, provider, gateways } = world
  const opened = await Promise.all(
    [client, other, client, other, client].map(async (member) => {
      const { correlationId } = await member.sends('Pushed', '0')
      for (let index = 1; index < 8; index++) {
        const bytes = member.signs('Pushed', String(index), {
          messageType: 'UPDATE',
          correlationId,
        })
        const { status } = await member.posts(bytes, gateways[index % 2]!.url)
        expect(status).toBe(200)
      }
      return correlationId
    }),
  )
  for (const correlationId of opened) {
    await provider.until(() => takenIn(correlationId).length === 8)
    expect(takenIn(correlationId)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  }
})

test('the next one waits until the receiver has said that it accepts the one before', async () => {
  const { provider } = world
  const { ids, correlationId } = await chainOf('Resent')
  const serviceId = 'Resent'
  await provider.gets(ids[0]!)
  await provider.says({ messageId: ids[0]!, serviceId, isAccepted: false, isToBeResent: true })
  await provider.isCalled(ids[0]!, 2)
  expect(takenIn(correlationId)).toEqual(['0', '0'])
  for (const messageId of ids) {
    await provider.gets(messageId)
    await provider.says({ messageId, serviceId, isAccepted: true })
  }
  expect(takenIn(correlationId)).toEqual(['0', '0', '1', '2', '3'])
})

test('a message that its receiver refuses for good lets the next one go', async () => {
  const { client, provider } = world
  const { ids } = await chainOf('Pull')
  const idsOf = async (which = {}) =>
    (await provider.fetches('Pull', which)).messages.map(({ messageId }) => messageId)
  expect(await idsOf({ messageId: ids[1]! })).toEqual([])
  expect(await idsOf()).toEqual([ids[0]])
  await provider.says({ messageId: ids[0]!, serviceId: 'Pull', isAccepted: false })
  expect(await client.hears(ids[0]!)).toMatchObject({ messageState: 'NOT_DELIVERED' })
  expect(await idsOf()).toEqual([ids[1]])
})

test('the two directions of a chain do not wait for each other', async () => {
  const { client, provider } = world
  const { ids, correlationId } = await chainOf('Pull')
  const response = { messageType: 'RESPONSE', correlationId } as const
  const answer = await provider.sends('Pull', 'жауап', response)
  await client.gets(answer.messageId)
  expect((await client.statusOf(ids[0]!)).messageState).toBe('ON_DELIVERY')
})
