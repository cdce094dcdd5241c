import {
  type AsyncOperation,
  type BodyContent,
  dateTime,
  payloadFrom,
  writeAsyncSendMessage,
  writeGetMessages,
  writeGetMessageStatus,
  writeSendDeliveryNotification,
  writeSendMessage,
} from '@arna/message'
import { scan } from '@arna/xml'
import { readTransportSignature, verifyTransportSignature } from '@arna/xml-security'
import { createClientAsync } from 'soap'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { expectRefused, knock } from './knock.ts'

let world: AsyncWorld

beforeAll(async () => {
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    more: { SyncOnly: {}, Both: {} },
    change: (source) => ({
      ...source,
      services: source.services.map((service) => {
        if (service.serviceId === 'SyncOnly') return { ...service, channels: ['sync'] }
        return service.serviceId === 'Both' ? { ...service, channels: ['sync', 'async'] } : service
      }),
    }),
  })
})
afterAll(() => world.stop())

const at = (path: string): string => new URL(path, world.client.door!.url).href

const sender = (password = world.client.password) => ({ senderId: 'client', password })

const asyncMessage = (serviceId: string, password?: string): BodyContent =>
  writeAsyncSendMessage(
    {
      serviceId,
      messageType: 'REQUEST',
      messageDate: dateTime(new Date()),
      sender: sender(password),
      properties: [],
    },
    payloadFrom(''),
  )

const syncMessage = (serviceId: string): BodyContent =>
  writeSendMessage(
    {
      messageId: 'm-1',
      serviceId,
      messageDate: dateTime(new Date()),
      sender: sender(),
      properties: [],
    },
    payloadFrom(''),
  )

const isSigned = (text: string): boolean => text.includes('<ds:Signature')

function expectSignedByGateway(text: string): void {
  const [certificate] = world.client.door!.trustedGateways
  verifyTransportSignature(readTransportSignature(scan(Buffer.from(text))), certificate!.publicKey)
}

const paths = [
  '/bip-async-wss-gost/',
  '/bip-async/',
  '/shep/bip-async-wss-gost/',
  '/shep/bip-async/',
  '/bip-async-wss-gost',
]

describe.each(paths)('the door %s', (path) => {
  test('takes messages', async () => {
    const { client, provider } = world
    const { status, text } = await client.posts(client.signs('Pushed', path), at(path))
    expect(status).toBe(200)
    expectSignedByGateway(text)
    await provider.gets(/<messageId>(\d+)</.exec(text)![1]!)
  })

  test.each([
    [
      '',
      'AsyncChannel',
      ['sendMessage', 'sendDeliveryNotification', 'getMessageStatus', 'getMessages'],
    ],
    [
      'genuine',
      'AsyncChannel',
      ['sendMessage', 'sendDeliveryNotification', 'getMessageStatus', 'getMessages'],
    ],
    ['client', 'AsyncChannelClient', ['sendMessage', 'changeMassageStatusNotification']],
  ])('serves ?wsdl=%s with all that it imports', async (layout, name, operations) => {
    const client = await createClientAsync(`${at(path)}?wsdl=${layout}`)
    const described = client.describe() as Record<string, Record<string, Record<string, unknown>>>
    const port = described[`${name}HttpService`]![`${name}HttpPort`]!
    expect(Object.keys(port).toSorted()).toEqual(operations.toSorted())
  })

  test.each(['?xsd=nothing', '?wsdl=nothing', '?xsd=../../package.json', ''])(
    'has nothing to give for %j',
    async (query) => {
      expect((await fetch(at(path) + query)).ok).toBe(false)
    },
  )
})

test('SOAP 1.2 is answered, and refused, in SOAP 1.2', async () => {
  const { client, provider } = world
  const headers = { 'content-type': 'application/soap+xml; charset=utf-8' }
  const soap12 = 'http://www.w3.org/2003/05/soap-envelope'
  const good = client.signsContent(asyncMessage('Pushed'), '1.2')
  const taken = await knock(client.door!.url, good, headers)
  expect(taken.status).toBe(200)
  expect(taken.headers.get('content-type')).toMatch(/^application\/soap\+xml/)
  expect(taken.text).toContain(soap12)
  expectSignedByGateway(taken.text)
  await provider.gets(/<messageId>(\d+)</.exec(taken.text)![1]!)
  const bad = client.signsContent(asyncMessage('Nowhere'), '1.2')
  const refused = await knock(client.door!.url, bad, headers)
  expect(refused.text).toContain(soap12)
  expect(refused.text).toContain('sendMessageFault1_sendMessageFault')
  expectSignedByGateway(refused.text)
})

describe('a fault of', () => {
  const now = '2026-02-03T10:20:30'
  const contents: Record<AsyncOperation, (password?: string) => BodyContent> = {
    sendMessage: (password) => asyncMessage('Nowhere', password),
    sendDeliveryNotification: (password) =>
      writeSendDeliveryNotification({
        messageId: '999999999',
        serviceId: 'Pushed',
        notificationDate: now,
        statusDate: now,
        requestDate: now,
        isAccepted: true,
        isToBeResent: false,
        sender: sender(password),
      }),
    getMessageStatus: (password) =>
      writeGetMessageStatus({
        messageId: '999999999',
        requestDate: now,
        sender: sender(password),
        properties: [],
      }),
    getMessages: (password) =>
      writeGetMessages({ serviceId: 'Nowhere', sender: sender(password), properties: [] }),
  }
  const codes = {
    sendMessage: 'service-unknown',
    sendDeliveryNotification: 'message-unknown',
    getMessageStatus: 'message-unknown',
    getMessages: 'service-unknown',
  } as const
  const operations = Object.keys(contents) as AsyncOperation[]

  test.each(operations)(
    '%s has its own element, and is signed for who is proved',
    async (operation) => {
      const { client } = world
      const heard = await client.posts(client.signsContent(contents[operation]()))
      expectRefused(heard, codes[operation])
      expect(heard.text).toMatch(
        new RegExp(
          `<detail><(\\w+:)?${operation}Fault1_${operation}Fault xmlns(:\\w+)?="http://bip.bee.kz/AsyncChannel/v10/Types"`,
        ),
      )
      expectSignedByGateway(heard.text)
    },
  )

  test.each(operations)(
    '%s before that has its own element, and no signature',
    async (operation) => {
      const { client } = world
      const heard = await client.posts(client.signsContent(contents[operation]('wrong')))
      expectRefused(heard, 'sender-password-wrong')
      expect(heard.text).toContain(`${operation}Fault1_${operation}Fault`)
      expect(isSigned(heard.text)).toBe(false)
    },
  )

  test.each(operations)('%s that cannot be read has its own element', async (operation) => {
    const { client } = world
    const [text] = [
      contents[operation]()
        .map((part) => Buffer.from(part).toString())
        .join(''),
    ]
    const heard = await client.posts(
      client.signsContent([text.replace('</request>', '<surprise/></request>')]),
    )
    expectRefused(heard, 'message-malformed')
    expect(heard.text).toContain(`${operation}Fault1_${operation}Fault`)
  })
})

describe('a channel', () => {
  test('does not take what is written for the other one', async () => {
    const { client } = world
    const sync = client.signsContent(syncMessage('Both'))
    const atAsync = await client.posts(sync, at('/bip-async/'))
    expectRefused(atAsync, 'message-malformed')
    const atSync = await client.posts(client.signsContent(asyncMessage('Both')), at('/bip-sync/'))
    expectRefused(atSync, 'message-malformed')
    expect(atAsync.text + atSync.text).not.toContain(client.password)
  })

  test('does not take what is for a service of the other one', async () => {
    const { client } = world
    const atAsync = await client.posts(client.signsContent(asyncMessage('SyncOnly')))
    expectRefused(atAsync, 'channel-not-served')
    expectSignedByGateway(atAsync.text)
    const sync = client.signsContent(syncMessage('Pushed'))
    expectRefused(await client.posts(sync, at('/bip-sync/')), 'channel-not-served')
  })

  test('takes a service of both', async () => {
    const { client } = world
    expect((await client.posts(client.signsContent(asyncMessage('Both')))).status).toBe(200)
  })
})

test.each(['PUT', 'DELETE'])('%s is no method of a door', async (method) => {
  const answer = await fetch(at('/bip-async/'), { method })
  expect(answer.status).toBe(405)
})

test('the messages of a sender that says who it is by a wrong password are not taken', async () => {
  const { client } = world
  const heard = await client.posts(client.signsContent(asyncMessage('Pushed', 'wrong')))
  expectRefused(heard, 'sender-password-wrong')
})

test('sendMessage needs the password', async () => {
  const { client } = world
  const text = asyncMessage('Pushed')
    .map((part) => Buffer.from(part).toString())
    .join('')
  const bare = text.replace(/<password>.*<\/password>/, '')
  expectRefused(await client.posts(client.signsContent([bare])), 'sender-password-wrong')
})
