import { payloadFrom, writeAsyncSendMessage, writeGetMessageStatus } from '@arna/message'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { knock } from './knock.ts'

let world: AsyncWorld

beforeAll(async () => {
  world = await startAsyncWorld({ maxTimeSeconds: 30 })
})
afterAll(() => world.stop())

const text = (): string => {
  const content = writeAsyncSendMessage(
    {
      serviceId: 'Pushed',
      messageType: 'REQUEST',
      messageDate: '2026-02-03T10:20:30.456+05:00',
      sender: { senderId: 'client', password: world.client.password },
      properties: [],
    },
    payloadFrom('сәлем'),
  )
  return content.map((part) => Buffer.from(part).toString()).join('')
}

const types = 'http://bip.bee.kz/AsyncChannel/v10/Types'

describe('is taken', () => {
  test.each([
    ['as the interface files have it', (same: string) => same],
    [
      'with the capital letter of the Rules',
      (same: string) => same.replaceAll(':sendMessage', ':SendMessage'),
    ],
    [
      'in a default namespace',
      (same: string) =>
        same
          .replace(/<(\w+):sendMessage xmlns:\w+="[^"]*"/, `<sendMessage xmlns="${types}"`)
          .replace('<request>', '<request xmlns="">')
          .replace(/<\/\w+:sendMessage>/, '</sendMessage>'),
    ],
    [
      'with empty elements',
      (same: string) =>
        same
          .replace('<serviceId>', '<messageId/><correlationId/><serviceId>')
          .replace('</messageInfo>', '<properties/><sessionId></sessionId></messageInfo>'),
    ],
    [
      'in another order',
      (same: string) =>
        same.replace(/(<messageType>.*<\/messageType>)(<messageDate>.*<\/messageDate>)/, '$2$1'),
    ],
    ['with a date without offset', (same: string) => same.replace('.456+05:00', '')],
    ['with a date in Z', (same: string) => same.replace('.456+05:00', 'Z')],
    [
      'with a session in no braces',
      (same: string) =>
        same.replace(
          '</messageInfo>',
          '<sessionId>0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11</sessionId></messageInfo>',
        ),
    ],
    [
      'with data that is qualified',
      (same: string) =>
        same
          .replace(/<data([^>]*)>/, `<q:data xmlns:q="${types}"$1>`)
          .replace('</data>', '</q:data>'),
    ],
    [
      'with properties',
      (same: string) =>
        same.replace(
          '</messageInfo>',
          '<properties><key>CONNECTOR_CLIENT</key><value>true</value></properties></messageInfo>',
        ),
    ],
  ])('a message %s', async (_what, spell) => {
    const { client, provider } = world
    const before = text()
    const heard = await client.posts(client.signsContent([spell(before)]))
    expect(heard.text).toContain('sendMessageResponse')
    const got = await provider.gets(/<messageId>(\d+)</.exec(heard.text)![1]!)
    expect(got.data.text()).toBe('сәлем')
    await client.hears(got.messageId!)
  })

  test.each([
    ['application/xml; charset=utf-8', ''],
    ['text/xml;charset="utf-8"', ''],
    ['text/xml', '\uFEFF'],
  ])('%s', async (contentType, mark) => {
    const { client, provider } = world
    const bytes = mark + client.signsContent([text()]).toString()
    const headers = { 'content-type': contentType, soapaction: '""' }
    const heard = await knock(client.door!.url, bytes, headers)
    expect(heard.status).toBe(200)
    await provider.gets(/<messageId>(\d+)</.exec(heard.text)![1]!)
  })
})

test('properties are passed on', async () => {
  const { client, provider } = world
  const properties = [
    { key: 'CONNECTOR_CLIENT', value: 'true' },
    { key: 'Қала', value: 'Өскемен' },
  ]
  const { messageId } = await client.sends('Pushed', '', { properties })
  expect(await provider.gets(messageId)).toMatchObject({ properties })
})

test('the other operations are taken with a capital letter', async () => {
  const { client } = world
  const { messageId } = await client.sends('Pushed', '')
  const asked = writeGetMessageStatus({
    messageId,
    requestDate: '2026-02-03T10:20:30',
    sender: { senderId: 'client', password: client.password },
    properties: [],
  })
  const spelled = asked
    .map((part) => Buffer.from(part).toString())
    .join('')
    .replaceAll(':getMessageStatus', ':GetMessageStatus')
  const heard = await client.posts(client.signsContent([spelled]))
  expect(heard.text).toContain('getMessageStatusResponse')
})
