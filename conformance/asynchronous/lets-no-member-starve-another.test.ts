import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { asyncWorld } from './async-world.ts'
import { answers } from './behaviours.ts'

test(
  'messages of one sender that a receiver keeps out do not take every probe from another sender’s',
  { timeout: 90_000 },
  async () => {
    const { client, other, provider } = await asyncWorld()
    const keepsOut = answers(403, '<html>no</html>', { 'content-type': 'text/html' })
    provider.behaviour = (pushed, response, acknowledge) =>
      pushed.kind === 'message' && pushed.message.sender.senderId === 'client'
        ? keepsOut(pushed, response, acknowledge)
        : acknowledge()
    for (let index = 0; index < 12; index++) await client.sends('Pushed', String(index))
    await provider.until(() => provider.calls.length >= 2)
    const { messageId } = await other.sends('Pushed', 'good')
    expect(await other.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
  },
)

test(
  'long messages for a slow receiver do not hold up those for others',
  { timeout: 90_000 },
  async () => {
    const { client, provider } = await asyncWorld({
      more: { Slow: {}, Quick: {} },
      change: (source) => ({
        ...source,
        services: source.services.map((service) => ({ ...service, maxTimeSeconds: 30 })),
      }),
    })
    const slowMs = 8_000
    provider.behaviour = async (pushed, _response, acknowledge) => {
      if (pushed.kind === 'message' && pushed.message.serviceId === 'Slow') await delay(slowMs)
      acknowledge()
    }
    const long = 'x'.repeat(400_000)
    for (let index = 0; index < 12; index++) await client.sends('Slow', long)
    await provider.until(() => provider.calls.length >= 1)
    const began = performance.now()
    const { messageId } = await client.sends('Quick', long)
    await client.hears(messageId)
    expect(performance.now() - began).toBeLessThan(slowMs)
  },
)

test('a former owner has no say in what it was never given', { timeout: 60_000 }, async () => {
  const { client, other, provider, publish } = await asyncWorld()
  const { messageId } = await client.sends('Fetched', 'for the owner')
  await publish((source) => ({
    ...source,
    services: source.services.map((service) =>
      service.serviceId === 'Fetched' ? { ...service, owner: other.name } : service,
    ),
    connections: source.connections.filter(
      ({ system, service }) => !(system === other.name && service === 'Fetched'),
    ),
  }))
  const verdict = { messageId, serviceId: 'Fetched', isAccepted: true }
  await expect(provider.says(verdict)).rejects.toThrow('ARN502')
  expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'ON_DELIVERY' })
})
