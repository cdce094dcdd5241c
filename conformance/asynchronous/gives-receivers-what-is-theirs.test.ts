import { writeGetMessages } from '@arna/message'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { expectRefused, refused } from './knock.ts'
import { textOf } from './member.ts'

const services = ['Which', 'Amount', 'Lease', 'NoLease', 'Owners', 'Answers', 'Both'] as const

let world: AsyncWorld

beforeAll(async () => {
  const pull = { requests: 'pull', leaseSeconds: 300 } as const
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    more: {
      ...Object.fromEntries(services.map((name) => [name, pull])),
      Lease: { requests: 'pull', leaseSeconds: 1 },
      Pull: pull,
    },
    change: (source) => ({
      ...source,
      connections: source.connections.map((connection) =>
        connection.service === 'Answers' ? { ...connection, answers: 'pull' } : connection,
      ),
    }),
  })
})
afterAll(() => world.stop())

const idsOf = ({ messages }: { messages: readonly { messageId?: string }[] }) =>
  messages.map(({ messageId }) => messageId)

describe('which messages a receiver fetches', () => {
  test('one by its number, those of a chain, or all of a service, oldest first', async () => {
    const { client, other, provider } = world
    const first = await client.sends('Which', '1')
    const { correlationId } = first
    const second = await other.sends('Which', '2')
    const third = await client.sends('Which', '3')
    expect(idsOf(await provider.fetches('Which', { messageId: second.messageId }))).toEqual([
      second.messageId,
    ])
    expect(idsOf(await provider.fetches('Which', { correlationId }))).toEqual([first.messageId])
    const all = await provider.fetches('Which')
    expect(idsOf(all)).toEqual([third.messageId])
    expect(textOf(all.messages[0]!)).toBe('3')
    expect(all.messages[0]).toMatchObject({
      correlationId: third.correlationId,
      messageType: 'REQUEST',
      serviceId: 'Which',
      sender: { senderId: 'client', password: expect.stringMatching(/^[0-9a-f]{64}$/) },
      sessionId: expect.stringMatching(/^\{/),
    })
    // Whoever asks for one by its number has lost it.
    expect(idsOf(await provider.fetches('Which', { messageId: first.messageId }))).toEqual([
      first.messageId,
    ])
    expect(idsOf(await provider.fetches('Which'))).toEqual([])
  })

  test('no more than it asks for, and the gateway’s own number otherwise', async () => {
    const { client, provider } = world
    const sent: string[] = []
    for (let index = 0; index < 25; index++) {
      sent.push((await client.sends('Amount', String(index))).messageId)
    }
    expect(idsOf(await provider.fetches('Amount', { amount: 2 }))).toEqual(sent.slice(0, 2))
    const zero = idsOf(await provider.fetches('Amount', { amount: 0 }))
    expect(zero).toEqual(sent.slice(2, 22))
    expect(idsOf(await provider.fetches('Amount', { amount: 2 ** 31 - 1 }))).toEqual(sent.slice(22))
    for (const amount of [-1, 2 ** 31, 1.5]) {
      await refused(provider.fetches('Amount', { amount }), 'message-malformed')
    }
  })

  test('those that it did not confirm within the lease again, under the same number', async () => {
    const { client, provider } = world
    const { messageId } = await client.sends('Lease', 'тағы')
    expect(idsOf(await provider.fetches('Lease'))).toEqual([messageId])
    await expect.poll(async () => idsOf(await provider.fetches('Lease'))).toEqual([messageId])
    await provider.says({ messageId, serviceId: 'Lease', isAccepted: true })
    expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
    expect(idsOf(await provider.fetches('Lease', { messageId }))).toEqual([])
  })

  test('where fetched is delivered, once', async () => {
    const { client, provider } = world
    const { messageId } = await client.sends('FetchedIsDelivered', '')
    expect(idsOf(await provider.fetches('FetchedIsDelivered'))).toEqual([messageId])
    expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
    expect(idsOf(await provider.fetches('FetchedIsDelivered', { messageId }))).toEqual([])
  })

  test('each of them once, however many ask at once', async () => {
    const { client, provider } = world
    const sent = await Promise.all(Array.from({ length: 30 }, () => client.sends('Both', '')))
    const got = await Promise.all(
      Array.from({ length: 10 }, () => provider.fetches('Both', { amount: 5 })),
    )
    const rest = await provider.fetches('Both', { amount: 100 })
    const ids = [...got, rest].flatMap(idsOf)
    expect(ids).toHaveLength(30)
    expect(new Set(ids)).toEqual(new Set(sent.map(({ messageId }) => messageId)))
  })
})

describe('what others own is not given', () => {
  test('neither requests to who may only call, nor answers to another caller', async () => {
    const { client, other, provider } = world
    const { messageId, correlationId } = await client.sends('Owners', '')
    for (const which of [
      {},
      { messageId },
      { correlationId },
      { messageId: '999999999' },
      { messageId: 'x' },
    ]) {
      expect(idsOf(await other.fetches('Owners', which))).toEqual([])
      expect(idsOf(await client.fetches('Owners', which))).toEqual([])
    }
    const chain = await client.sends('Answers', '')
    const answer = await provider.sends('Answers', 'жауап', {
      messageType: 'RESPONSE',
      correlationId: chain.correlationId,
    })
    expect(idsOf(await other.fetches('Answers', { messageId: answer.messageId }))).toEqual([])
    expect(idsOf(await other.fetches('Answers', { correlationId: chain.correlationId }))).toEqual(
      [],
    )
    expect(idsOf(await client.fetches('Answers'))).toEqual([answer.messageId])
    expect(idsOf(await provider.fetches('Owners'))).toEqual([messageId])
  })

  test('nor anything of a service that is unknown or not theirs', async () => {
    const { client, other } = world
    await refused(client.fetches('Nowhere'), 'service-unknown')
    const { publish } = world
    await publish((source) => ({
      ...source,
      connections: source.connections.filter(({ system }) => system !== 'other'),
    }))
    await refused(other.fetches('Pull'), 'access-denied')
    await publish((source) => source)
  })
})

describe('who asks', () => {
  const asked = (sender?: { senderId: string; password?: string }) =>
    writeGetMessages({ serviceId: 'Pull', properties: [], ...(sender && { sender }) })

  test('may leave sender and password out: the certificate tells', async () => {
    const { client, provider } = world
    const { messageId } = await client.sends('Pull', '')
    const bare = await provider.posts(provider.signsContent(asked()))
    expect(bare.status).toBe(200)
    expect(bare.text).toContain(`<messageId>${messageId}</messageId>`)
    const named = await provider.posts(provider.signsContent(asked({ senderId: 'provider' })))
    expect(named.status).toBe(200)
    const clients = await client.posts(client.signsContent(asked()))
    expect(clients.text).not.toContain('<messageId>')
  })

  test('is refused with a wrong password, an unknown name, or the name of another', async () => {
    const { client, other, provider } = world
    const said = async (who: typeof client, senderId: string, password?: string) =>
      who.posts(who.signsContent(asked({ senderId, ...(password !== undefined && { password }) })))
    expectRefused(await said(provider, 'provider', 'wrong'), 'sender-password-wrong')
    expectRefused(await said(provider, 'nobody', 'wrong'), 'sender-unknown')
    expectRefused(
      await said(provider, 'client', client.password),
      'sender-certificate-not-registered',
    )
    expectRefused(await said(other, 'provider'), 'sender-certificate-not-registered')
  })
})
