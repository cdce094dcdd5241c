import { writeGetMessages } from '@arna/message'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'

let world: AsyncWorld

beforeAll(async () => {
  world = await startAsyncWorld({ maxTimeSeconds: 30 })
})
afterAll(() => world.stop())

const xsi = 'http://www.w3.org/2001/XMLSchema-instance'

const body = (data: string, serviceId: string, { name, password }: AsyncWorld['client']): string =>
  `<a:sendMessage xmlns:a="http://bip.bee.kz/AsyncChannel/v10/Types" xmlns:p="urn:p" xmlns:xsi="${xsi}" xmlns:xs="http://www.w3.org/2001/XMLSchema">` +
  `<request><messageInfo><serviceId>${serviceId}</serviceId><messageType>REQUEST</messageType>` +
  '<messageDate>2026-02-03T10:20:30</messageDate>' +
  `<sender><senderId>${name}</senderId><password>${password}</password></sender></messageInfo>` +
  `<messageData>${data}</messageData></request></a:sendMessage>`

const payloads = [
  ['Kazakh letters', '<қала аты="Өскемен">әғқңөұүһі ӘҒҚҢӨҰҮҺІ</қала>'],
  ['escaped text', '&lt;?xml version="1.0"?&gt;&lt;a b=&quot;1&quot;/&gt; &amp;amp;'],
  ['line ends of Windows and written carriage returns', '<a>\r\n one&#13;\n&#xD;two\r</a>'],
  [
    'CDATA, comments and both forms of an empty element',
    '<a><![CDATA[<b>&]] >]]><!--x--><b/><c></c></a>',
  ],
  ['supplementary characters', '<a b="𝄞">😀 𠮷 &#x1F600;</a>'],
  ['prefixes of the message', '<p:a xsi:type="p:T"><p:b/></p:a>'],
  ['namespaces of its own', '<a xmlns="urn:a"><b xmlns=""><p:c xmlns:p="urn:other"/></b></a>'],
  ['text alone', 'просто текст'],
  ['nothing', ''],
] as const

test.each(payloads)('%s is pushed as it was signed', async (_what, payload) => {
  const { client, provider } = world
  const bytes = client.signsContent([body(`<data>${payload}</data>`, 'Pushed', client)])
  const { text } = await client.posts(bytes)
  const messageId = /<messageId>(\d+)</.exec(text)![1]!
  const [call] = await provider.isCalled(messageId)
  const pushed = call!.bytes.toString()
  expect(/<data[^>]*>(.*)<\/data>/s.exec(pushed)![1]).toBe(payload)
})

test('prefixes and a type that stand around it keep their meaning', async () => {
  const { client, provider } = world
  const data = '<data xsi:type="p:Request"><p:a b="p:c"/></data>'
  const { text } = await client.posts(client.signsContent([body(data, 'Pushed', client)]))
  const got = await provider.gets(/<messageId>(\d+)</.exec(text)![1]!)
  expect(got.data.attribute(xsi, 'type')).toBe('p:Request')
  expect(got.data.children()[0]).toMatchObject({ localName: 'a', namespace: 'urn:p' })
})

test('all of them are given to who fetches as they were signed', async () => {
  const { client, provider } = world
  for (const [, payload] of payloads) {
    await client.posts(client.signsContent([body(`<data>${payload}</data>`, 'Fetched', client)]))
  }
  const sender = { senderId: provider.name, password: provider.password }
  const asked = writeGetMessages({ serviceId: 'Fetched', sender, properties: [] })
  const { text } = await provider.posts(provider.signsContent(asked))
  const given = Array.from(text.matchAll(/<data[^>]*>(.*?)<\/data>/gs), ([, inside]) => inside)
  expect(given).toEqual(payloads.map(([, payload]) => payload))
})
