import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { refused } from './knock.ts'
import type { Member } from './member.ts'

let world: AsyncWorld
let innerUrl: string

beforeAll(async () => {
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    hasOuter: true,
    more: { Pull: { requests: 'pull' } },
  })
  innerUrl = world.gateways[0]!.url
})
afterAll(() => world.stop())

async function at<T>(url: string, member: Member, work: () => Promise<T>): Promise<T> {
  member.knocksAt(url)
  try {
    return await work()
  } finally {
    member.knocksAt(innerUrl)
  }
}

test('bytes that one contour has accepted are a message of its own at the other', async () => {
  const { client, provider, outerUrl } = world
  const bytes = client.signs('Pushed', 'екі рет')
  const answers = [await client.posts(bytes, innerUrl), await client.posts(bytes, outerUrl)]
  const ids = answers.map(({ text }) => /<messageId>(\d+)</.exec(text)![1]!)
  expect(ids[0]).not.toBe(ids[1])
  for (const { headers } of answers) expect(headers.get('arna-repeat-of')).toBeNull()
  for (const id of ids) await provider.gets(id)
})

test('messages and chains of one contour are unknown at the other', async () => {
  const { client, provider, outerUrl } = world
  const { messageId, correlationId } = await client.sends('Pull', '')
  const verdict = { messageId, serviceId: 'Pull', isAccepted: true }
  await at(outerUrl, client, async () => {
    await refused(client.statusOf(messageId), 'message-unknown')
    const update = { messageType: 'UPDATE', correlationId } as const
    await refused(client.sends('Pull', '', update), 'chain-unknown')
  })
  await at(outerUrl, provider, async () => {
    await refused(provider.says(verdict), 'message-unknown')
    for (const which of [{}, { messageId }, { correlationId }]) {
      expect((await provider.fetches('Pull', which)).messages).toEqual([])
    }
  })
  expect((await provider.fetches('Pull')).messages).toMatchObject([{ messageId }])
})
