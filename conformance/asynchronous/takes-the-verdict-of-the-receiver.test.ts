import { writeSendDeliveryNotification } from '@arna/message'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { expectRefused, refused } from './knock.ts'
import type { Member } from './member.ts'

let world: AsyncWorld
const serviceId = 'Pull'

beforeAll(async () => {
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    more: { Pull: { requests: 'pull', leaseSeconds: 300 } },
  })
})
afterAll(() => world.stop())

async function fetched(): Promise<string> {
  const { client, provider } = world
  const { messageId } = await client.sends(serviceId, '')
  await provider.fetches(serviceId, { messageId })
  return messageId
}

const says = (
  member: Member,
  messageId: string,
  change: (text: string) => string,
  sender?: { senderId: string; password?: string },
) => {
  const now = '2026-02-03T10:20:30'
  const content = writeSendDeliveryNotification({
    messageId,
    serviceId,
    notificationDate: now,
    statusDate: now,
    requestDate: now,
    isAccepted: true,
    isToBeResent: false,
    ...(sender && { sender }),
  })
  return member.posts(
    member.signsContent([
      change(Buffer.concat(content.map((part) => Buffer.from(part))).toString()),
    ]),
  )
}

describe('the verdict of a receiver', () => {
  test('MESSAGE_ACCEPTED ends the delivery, and may be said again', async () => {
    const { client, provider } = world
    const messageId = await fetched()
    const verdict = { messageId, serviceId, isAccepted: true }
    await provider.says(verdict)
    expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
    await provider.says(verdict)
    expect(client.calls.filter((call) => call.messageId === messageId)).toHaveLength(1)
  })

  test.each(['MESSAGE_NOT_ACCTEPTED', 'MESSAGE_NOT_ACCEPTED'])(
    '%s with NOT_RESEND ends it without delivery',
    async (word) => {
      const { client, provider } = world
      const messageId = await fetched()
      const { status } = await says(provider, messageId, (text) =>
        text.replace('MESSAGE_ACCEPTED', word),
      )
      expect(status).toBe(200)
      expect(await client.hears(messageId)).toMatchObject({ messageState: 'NOT_DELIVERED' })
    },
  )

  test.each(['MESSAGE_NOT_ACCTEPTED', 'MESSAGE_NOT_ACCEPTED'])(
    '%s with RESEND has it come again',
    async (word) => {
      const { client, provider } = world
      const messageId = await fetched()
      const { status } = await says(provider, messageId, (text) =>
        text.replace('MESSAGE_ACCEPTED', word).replace('NOT_RESEND', 'RESEND'),
      )
      expect(status).toBe(200)
      expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'ON_DELIVERY' })
      const again = async () => {
        const { messages } = await provider.fetches(serviceId)
        return messages.map((message) => message.messageId)
      }
      await expect.poll(again).toContain(messageId)
      await provider.says({ messageId, serviceId, isAccepted: true })
      await client.hears(messageId)
    },
  )

  test('may come before anything was fetched', async () => {
    const { client, provider } = world
    const { messageId } = await client.sends(serviceId, '')
    await provider.says({ messageId, serviceId, isAccepted: true })
    expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
  })

  test('that contradicts the end is refused, and the end stands', async () => {
    const { client, provider } = world
    const messageId = await fetched()
    await provider.says({ messageId, serviceId, isAccepted: true })
    const contrary = { messageId, serviceId, isAccepted: false }
    await refused(provider.says(contrary), 'delivery-ended')
    await refused(provider.says({ ...contrary, isToBeResent: true }), 'delivery-ended')
    expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'DELIVERED' })
    const refusedOne = await fetched()
    await provider.says({ messageId: refusedOne, serviceId, isAccepted: false })
    await provider.says({ messageId: refusedOne, serviceId, isAccepted: false })
    await refused(
      provider.says({ messageId: refusedOne, serviceId, isAccepted: true }),
      'delivery-ended',
    )
    expect(await client.statusOf(refusedOne)).toMatchObject({ messageState: 'NOT_DELIVERED' })
  })

  test('two contrary ones at once: one of them counts', async () => {
    const { client, provider } = world
    for (let round = 0; round < 5; round++) {
      const messageId = await fetched()
      const verdicts = await Promise.allSettled(
        [true, false].map((isAccepted) => provider.says({ messageId, serviceId, isAccepted })),
      )
      expect(verdicts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const isAccepted = verdicts[0]!.status === 'fulfilled'
      const { messageState } = await client.hears(messageId)
      expect(messageState).toBe(isAccepted ? 'DELIVERED' : 'NOT_DELIVERED')
    }
  })

  test('is the receiver’s alone: of others, of nobody and of another service it is refused alike', async () => {
    const { client, other, provider } = world
    const messageId = await fetched()
    const verdict = { messageId, serviceId, isAccepted: false }
    const said = await Promise.all([
      refused(other.says(verdict), 'message-unknown'),
      refused(other.says({ ...verdict, messageId: '999999999' }), 'message-unknown'),
      refused(client.says(verdict), 'message-unknown'),
      refused(provider.says({ ...verdict, serviceId: 'Fetched' }), 'message-unknown'),
    ])
    const [ofOthers, ofNobody] = said.map(({ errorData }) => errorData?.replaceAll(/\d+/g, 'N'))
    expect(ofOthers).toBe(ofNobody)
    expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'ON_DELIVERY' })
  })

  test('needs no sender and no password; a wrong one is refused', async () => {
    const { client, provider } = world
    const same = (text: string): string => text
    const messageId = await fetched()
    const wrong = { senderId: 'provider', password: 'wrong' }
    expectRefused(await says(provider, messageId, same, wrong), 'sender-password-wrong')
    expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'ON_DELIVERY' })
    expect((await says(provider, messageId, same)).status).toBe(200)
    expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
    const next = await fetched()
    expect((await says(provider, next, same, { senderId: 'provider' })).status).toBe(200)
  })

  test.each([
    ['another word', (text: string) => text.replace('MESSAGE_ACCEPTED', 'YES')],
    [
      'no word of resending',
      (text: string) => text.replace('<resendMessage>NOT_RESEND</resendMessage>', ''),
    ],
    ['two words', (text: string) => text.replace(/<receiveStatus>.*<\/receiveStatus>/, '$&$&')],
  ])('with %s is refused', async (_what, change) => {
    const { provider } = world
    expectRefused(await says(provider, await fetched(), change), 'message-malformed')
  })
})
