import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { hangs } from './behaviours.ts'
import type { Behaviour } from './member.ts'

let world: AsyncWorld

beforeAll(async () => {
  world = await startAsyncWorld({
    gateways: 2,
    more: { Slow: {}, Patient: {} },
    change: (source) => ({
      ...source,
      services: source.services.map((service) =>
        service.serviceId === 'Patient' ? { ...service, maxTimeSeconds: 30 } : service,
      ),
    }),
  })
})
afterAll(() => world.stop())

/** Takes a moment for each, and counts how many calls of one message are open at once. */
function counting(): { readonly behaviour: Behaviour; readonly most: () => number } {
  const open = new Map<string, number>()
  let most = 0
  return {
    most: () => most,
    behaviour: (pushed, _response, acknowledge) => {
      if (pushed.kind === 'status') return acknowledge()
      const id = pushed.message.messageId!
      open.set(id, (open.get(id) ?? 0) + 1)
      most = Math.max(most, open.get(id)!)
      setImmediate(() => {
        open.set(id, open.get(id)! - 1)
        acknowledge()
      })
    },
  }
}

test('share the work, and no message is pushed by two of them at once', async () => {
  const { client, other, provider, gateways, database } = world
  const { behaviour, most } = counting()
  provider.behaviour = behaviour
  const sent = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const member = index % 3 === 0 ? other : client
      const bytes = member.signs('Patient', String(index))
      const { text } = await member.posts(bytes, gateways[index % 2]!.url)
      return { member, messageId: /<messageId>(\d+)</.exec(text)![1]! }
    }),
  )
  for (const { member, messageId } of sent) await member.hears(messageId)
  const pushes = provider.calls.filter(({ kind }) => kind === 'message')
  expect(new Set(pushes.map(({ messageId }) => messageId)).size).toBe(100)
  expect(most()).toBe(1)
  const failed = await database.query<{ detail: string }>(
    `select detail from journal_message where kind = 'refused' and stage = 'deliver'`,
  )
  expect(failed).toEqual([])
  expect(pushes).toHaveLength(100)
  const instances = await database.query(
    `select distinct instance from journal_message where detail like 'message to provider%' order by 1`,
  )
  expect(instances).toEqual([{ instance: 'gateway-1' }, { instance: 'gateway-2' }])
})

test(
  'what one had in hand when it was killed the other hands over',
  { timeout: 90_000 },
  async () => {
    const { client, provider, gateways } = world
    provider.behaviour = hangs
    const texts = Array.from({ length: 10 }, (_, index) => String(index))
    const sent = await Promise.all(texts.map((text) => client.sends('Slow', text)))
    await Promise.all(sent.map(({ messageId }) => provider.isCalled(messageId)))
    await gateways[0]!.kill()
    provider.behaviour = (_pushed, _response, acknowledge) => acknowledge()
    client.knocksAt(gateways[1]!.url)
    const beside = await client.sends('Pushed', 'beside')
    await client.hears(beside.messageId)
    for (const { messageId } of sent) {
      expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
      expect(
        provider.calls.filter((call) => call.messageId === messageId && call.kind === 'message'),
      ).toHaveLength(2)
    }
    await gateways[0]!.start()
  },
)
