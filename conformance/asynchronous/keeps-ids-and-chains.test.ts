import { dateTime, payloadFrom, writeAsyncSendMessage } from '@arna/message'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { expectRefused, refused } from './knock.ts'

let world: AsyncWorld

beforeAll(async () => {
  world = await startAsyncWorld({ maxTimeSeconds: 30, gateways: 2 })
})
afterAll(() => world.stop())

const number = expect.stringMatching(/^\d+$/)

describe('a chain', () => {
  test('is opened by a REQUEST, and each message has a number of its own', async () => {
    const { client } = world
    const one = await client.sends('Fetched', '1')
    const two = await client.sends('Fetched', '2')
    expect([one, two]).toMatchObject([
      { messageId: number, correlationId: number },
      { messageId: number, correlationId: number },
    ])
    const ids = [one.messageId, one.correlationId, two.messageId, two.correlationId]
    expect(new Set(ids).size).toBe(4)
  })

  test('is open to both parties, with every type', async () => {
    const { client, provider } = world
    const { correlationId } = await client.sends('Pushed', 'сұрау')
    for (const messageType of ['RESPONSE', 'NOTIFICATION', 'UPDATE'] as const) {
      const more = { messageType, correlationId }
      const answer = await provider.sends('Pushed', 'жауап', more)
      expect(answer.correlationId).toBe(correlationId)
      expect(await client.gets(answer.messageId)).toMatchObject({ ...more, serviceId: 'Pushed' })
      const update = await client.sends('Pushed', 'толықтыру', more)
      expect(await provider.gets(update.messageId)).toMatchObject(more)
    }
  })

  test.each(['RESPONSE', 'NOTIFICATION', 'UPDATE'] as const)(
    'has to be named by a %s',
    async (messageType) => {
      await refused(world.client.sends('Pushed', '', { messageType }), 'correlation-missing')
    },
  )

  test('that nobody opened, of others, of another service or with another spelling is refused alike', async () => {
    const { client, other, provider } = world
    const { correlationId, messageId } = await client.sends('Pushed', '')
    const messageType = 'UPDATE'
    const said = await Promise.all([
      refused(other.sends('Pushed', '', { messageType, correlationId }), 'chain-unknown'),
      refused(
        other.sends('Pushed', '', { messageType, correlationId: '999999999' }),
        'chain-unknown',
      ),
      refused(client.sends('Fetched', '', { messageType, correlationId }), 'chain-unknown'),
      refused(provider.sends('Fetched', '', { messageType, correlationId }), 'chain-unknown'),
      refused(
        client.sends('Pushed', '', { messageType, correlationId: `${correlationId}x` }),
        'chain-unknown',
      ),
      refused(
        client.sends('Pushed', '', { messageType, correlationId: messageId }),
        'chain-unknown',
      ),
      refused(
        client.sends('Pushed', '', { messageType, correlationId: '9'.repeat(40) }),
        'chain-unknown',
      ),
    ])
    const [ofOthers, ofNobody] = said.map(({ errorData }) => errorData?.replaceAll(/\d+/g, 'N'))
    expect(ofOthers).toBe(ofNobody)
  })
})

test('ids that a REQUEST brings along are ignored', async () => {
  const { client, provider } = world
  const first = await client.sends('Pushed', '')
  const bytes = client.signsContent(
    writeAsyncSendMessage(
      {
        messageId: first.messageId,
        correlationId: first.correlationId,
        serviceId: 'Pushed',
        messageType: 'REQUEST',
        messageDate: dateTime(new Date()),
        sender: { senderId: client.name, password: client.password },
        properties: [],
        sessionId: '{00000000-0000-0000-0000-000000000000}',
      },
      payloadFrom('own ids'),
    ),
  )
  const { status, text } = await client.posts(bytes)
  expect(status).toBe(200)
  const messageId = /<messageId>(\d+)</.exec(text)![1]!
  expect(messageId).not.toBe(first.messageId)
  const got = await provider.gets(messageId)
  expect(got.correlationId).not.toBe(first.correlationId)
  expect(got.sessionId).not.toContain('00000000')
})

describe('the same signed bytes', () => {
  test('at once, through two processes, are one message and get one answer', async () => {
    const { client, provider, gateways } = world
    const bytes = client.signs('Pushed', 'бір рет')
    const said = await Promise.all(
      Array.from({ length: 20 }, (_, index) => client.posts(bytes, gateways[index % 2]!.url)),
    )
    expect(new Set(said.map(({ text, status }) => `${status} ${text}`)).size).toBe(1)
    const [sessionId] = /\{[0-9a-f-]{36}\}/.exec(said[0]!.text)!
    const repeats = said
      .map(({ headers }) => headers.get('arna-repeat-of'))
      .filter((of) => of !== null)
    expect(repeats).toEqual(Array.from({ length: 19 }, () => sessionId))
    const messageId = /<messageId>(\d+)</.exec(said[0]!.text)![1]!
    await client.hears(messageId)
    const again = await client.posts(bytes, gateways[1]!.url)
    expect(again.text).toBe(said[0]!.text)
    expect(again.headers.get('arna-repeat-of')).toBe(sessionId)
    expect(provider.calls.filter((call) => call.messageId === messageId)).toHaveLength(1)
    expect(client.calls.filter((call) => call.messageId === messageId)).toHaveLength(1)
    const [stored] = await world.database.query<{ count: string }>(
      'select count(*) from delivery_message where id = $1 or digest = (select digest from delivery_message where id = $1)',
      [messageId],
    )
    expect(Number(stored!.count)).toBe(1)
  })

  test('of a refused message are judged again', async () => {
    const { client } = world
    const bytes = client.signs('Nothing', '')
    expectRefused(await client.posts(bytes), 'service-unknown')
    expectRefused(await client.posts(bytes), 'service-unknown')
  })

  test('in another envelope are the same message', async () => {
    const { client, provider } = world
    const text = client.signs('Pushed', 'same body').toString()
    const first = await client.posts(text)
    const again = await client.posts(text.replace(/(?=<(\w+):Body)/, '<!-- on its way -->'))
    expect(again.text).toBe(first.text)
    const messageId = /<messageId>(\d+)</.exec(first.text)![1]!
    await provider.gets(messageId)
  })
})

test('the password of a sender becomes one word for each receiver', async () => {
  const { client, other, provider } = world
  const wordOf = async (sender: typeof client): Promise<string | undefined> => {
    const { messageId } = await sender.sends('Pushed', '')
    return (await provider.gets(messageId)).sender.password
  }
  const words = [await wordOf(client), await wordOf(client), await wordOf(other)]
  expect(words).toEqual(Array.from(words, () => expect.stringMatching(/^[0-9a-f]{64}$/)))
  expect(words[0]).toBe(words[1])
  expect(words[0]).not.toBe(words[2])
  const { correlationId } = await client.sends('Pushed', '')
  const asked = await other.sends('Pushed', '')
  const say = async (to: typeof client, chain: string): Promise<string | undefined> => {
    const more = { messageType: 'RESPONSE', correlationId: chain } as const
    const { messageId } = await provider.sends('Pushed', '', more)
    return (await to.gets(messageId)).sender.password
  }
  expect(await say(client, correlationId)).not.toBe(await say(other, asked.correlationId))
  const pushed = Buffer.concat(provider.calls.map(({ bytes }) => bytes)).toString()
  expect(pushed).not.toContain('the password of')
})
