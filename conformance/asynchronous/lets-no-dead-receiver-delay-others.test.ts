import { expect, test } from 'vitest'
import { asyncWorld } from './async-world.ts'
import { hangs } from './behaviours.ts'

const messages = 1_000
const lively = 20
const deadAtATime = 8

test(
  'a thousand messages for a receiver that says nothing delay nobody else’s',
  { timeout: 120_000 },
  async () => {
    const { client, provider, database } = await asyncWorld({
      more: { Dead: {}, Lively: {} },
      change: (source) => ({
        ...source,
        services: source.services.map((service) =>
          service.serviceId === 'Dead'
            ? { ...service, maxTimeSeconds: 30, maxConcurrent: deadAtATime }
            : service,
        ),
      }),
    })
    provider.behaviour = (pushed, response, acknowledge) =>
      pushed.kind === 'message' && pushed.message.serviceId === 'Dead'
        ? hangs(pushed, response, acknowledge)
        : acknowledge()
    const fill = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index++) await client.sends('Dead', String(index))
    }
    await Promise.all(Array.from({ length: 10 }, () => fill(messages / 10)))
    await provider.until(() => provider.calls.length >= deadAtATime)
    const heard: string[] = []
    const began = performance.now()
    for (let index = 0; index < lively; index++) {
      const { messageId } = await client.sends('Lively', String(index))
      await client.hears(messageId)
      heard.push(messageId)
    }
    const tookMs = performance.now() - began
    expect(provider.messages.map(({ messageId }) => messageId)).toEqual(heard)
    // Far less than one timeout of the dead one, for all of them together.
    expect(tookMs).toBeLessThan(15_000)
    const [waiting] = await database.query<{ count: string }>(
      `select count(*) from delivery_message where service_id = 'Dead' and state = 'ON_DELIVERY'`,
    )
    expect(Number(waiting!.count)).toBe(messages)
    expect(
      provider.calls.filter(({ serviceId }) => serviceId === 'Dead').length,
    ).toBeLessThanOrEqual(deadAtATime + 3)
  },
)
