import { expect, test } from 'vitest'
import { asyncWorld } from './async-world.ts'
import { textOf } from './member.ts'

test('a message is accepted, pushed, and its sender is told', async () => {
  const { client, provider } = await asyncWorld()
  const { messageId, correlationId } = await client.sends('Pushed', 'сәлем')
  expect([messageId, correlationId]).toEqual([
    expect.stringMatching(/^\d+$/),
    expect.stringMatching(/^\d+$/),
  ])
  const got = await provider.gets(messageId)
  expect(textOf(got)).toBe('сәлем')
  expect(got).toMatchObject({
    correlationId,
    messageType: 'REQUEST',
    serviceId: 'Pushed',
    sender: { senderId: 'client', password: expect.stringMatching(/^[0-9a-f]{64}$/) },
    sessionId: expect.stringMatching(/^\{[0-9a-f-]{36}\}$/),
  })
  expect(await client.hears(messageId)).toMatchObject({
    messageState: 'DELIVERED',
    status: { code: 'SCSS001' },
  })
  expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'DELIVERED' })
})
