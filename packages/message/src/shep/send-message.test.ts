import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scan } from '@arna/xml'
import { describe, expect, test } from 'vitest'
import {
  Fault,
  openEnvelope,
  passwordRange,
  readSendMessage,
  readSendMessageResponse,
} from '../index.ts'

const types = 'http://bip.bee.kz/SyncChannel/v10/Types'

const bodyOf = (content: string) =>
  openEnvelope(
    scan(
      Buffer.from(
        `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>${content}</S:Body></S:Envelope>`,
      ),
    ),
  ).body

const request = (info: string, data = '<data>1</data>') =>
  `<n:SendMessage xmlns:n="${types}"><request><requestInfo>${info}</requestInfo><requestData>${data}</requestData></request></n:SendMessage>`

const fields = {
  messageId: '<messageId>m</messageId>',
  serviceId: '<serviceId>S</serviceId>',
  messageDate: '<messageDate>2026-02-03T10:20:30+05:00</messageDate>',
  sender: '<sender><senderId>A</senderId><password> p </password></sender>',
}
const read = (changed: Partial<Record<string, string>> = {}, data?: string) =>
  readSendMessage(bodyOf(request(Object.values({ ...fields, ...changed }).join(''), data)))

const least = {
  messageId: 'm',
  serviceId: 'S',
  messageDate: '2026-02-03T10:20:30+05:00',
  sender: { senderId: 'A', password: ' p ' },
  properties: [],
}

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Fault) return error.message
    throw error
  }
  return 'nothing'
}

describe('the range of the password', () => {
  const cut = (changed: Partial<Record<string, string>>) => {
    const body = bodyOf(request(Object.values({ ...fields, ...changed }).join('')))
    const range = passwordRange(body)
    return range && Buffer.from(body.document.bytes.subarray(range.start, range.end)).toString()
  }

  test('is that of its bytes, however they are written', () => {
    expect(cut({})).toBe(' p ')
    expect(
      cut({
        sender: '<sender><Password>a&#x42;<![CDATA[ә]]></Password><senderId>A</senderId></sender>',
      }),
    ).toBe('a&#x42;<![CDATA[ә]]>')
  })

  test('is absent with the password', () => {
    expect(cut({ sender: '<sender><senderId>A</senderId></sender>' })).toBe(undefined)
  })
})

describe('readSendMessage reads', () => {
  test('all fields', () => {
    const { data, ...message } = read({
      correlationId: '<correlationId>c</correlationId>',
      routeId: '<routeId>R</routeId>',
      one: '<properties><key>A</key><value>1</value></properties>',
      two: '<properties><key>A</key><value></value></properties>',
      sessionId: '<sessionId>{0F7C9C1E-6a0b-4a53-9f58-2a2f6f1f9d11}</sessionId>',
    })
    expect(message).toEqual({
      ...least,
      correlationId: 'c',
      routeId: 'R',
      properties: [
        { key: 'A', value: '1' },
        { key: 'A', value: '' },
      ],
      sessionId: '{0F7C9C1E-6a0b-4a53-9f58-2a2f6f1f9d11}',
    })
    expect(data?.text()).toBe('1')
  })

  test('empty optional fields as absent', () => {
    const { data, ...message } = read(
      {
        correlationId: '<correlationId/>',
        routeId: '<routeId> </routeId>',
        properties: '<properties/><properties><key/><value/></properties>',
        sessionId: '<sessionId></sessionId>',
      },
      '',
    )
    expect([message, data]).toEqual([least, undefined])
  })

  test('a sender without password', () => {
    expect(read({ sender: '<sender><senderId>A</senderId></sender>' }).sender).toEqual({
      senderId: 'A',
    })
  })

  test.each([
    ['0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11', '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}'],
    ['SIGN_NOT_EXIST', undefined],
    ['{0f7c9c1e}', undefined],
  ])('the sessionId %s as %s', (text, expected) => {
    expect(read({ sessionId: `<sessionId>${text}</sessionId>` }).sessionId).toBe(expected)
  })

  test.each(['2026-02-03T10:20:30', '2026-02-03T10:20:30Z', '2026-02-03T10:20:30.1+06:00'])(
    'the date %s as it came',
    (date) => {
      expect(read({ messageDate: `<messageDate>${date}</messageDate>` }).messageDate).toBe(date)
    },
  )

  test('fields in another order, in the spelling of the Order', () => {
    const info =
      '<sender><password> p </password><senderId>A</senderId></sender><messegeDate>2026-02-03T10:20:30+05:00</messegeDate><serviceid>S</serviceid><MessageId>m</MessageId>'
    const { data, ...message } = readSendMessage(bodyOf(request(info, '<data>1</data>')))
    expect([message, data?.text()]).toEqual([least, '1'])
  })

  test('everything under a default namespace', () => {
    const text = request(Object.values(fields).join(''))
      .replace('<n:', `<n:`)
      .replace('xmlns:n=', `xmlns="${types}" xmlns:n=`)
    expect(readSendMessage(bodyOf(text))).toMatchObject(least)
  })

  test('a default namespace that the request takes back', () => {
    const text = request(Object.values(fields).join(''))
      .replaceAll('n:SendMessage', 'SendMessage')
      .replace('xmlns:n=', 'xmlns=')
      .replace('<request>', '<request xmlns="">')
    expect(readSendMessage(bodyOf(text))).toMatchObject(least)
  })

  test('data in any namespace', () => {
    expect(read({}, '<x:data xmlns:x="urn:any"/>').data?.namespace).toBe('urn:any')
  })

  test('CDATA, references and white space', () => {
    const message = read({
      messageId: '<messageId>\n <![CDATA[m]]>\t</messageId>',
      sender:
        '<sender><senderId>A</senderId><password><![CDATA[<&]]>&#x20;&amp;</password></sender>',
    })
    expect([message.messageId, message.sender.password]).toEqual(['m', '<& &'])
  })

  test('ids and properties as long as allowed, counted in characters', () => {
    const id = '😀'.repeat(255)
    const message = read({
      messageId: `<messageId>${id}</messageId>`,
      properties: `<properties><key>${'ә'.repeat(30)}</key><value>${'😀'.repeat(500)}</value></properties>`,
    })
    expect([message.messageId, message.properties[0]?.value]).toEqual([id, '😀'.repeat(500)])
  })
})

describe('readSendMessage refuses and names the field', () => {
  test.each<[string, Partial<Record<string, string>>]>([
    ['requestInfo/messageId is missing', { messageId: '' }],
    ['requestInfo/serviceId is missing', { serviceId: '' }],
    ['requestInfo/messageDate is missing', { messageDate: '' }],
    ['requestInfo/sender is missing', { sender: '' }],
    ['requestInfo/sender/senderId is missing', { sender: '<sender/>' }],
    ['requestInfo/messageId is empty', { messageId: '<messageId/>' }],
    ['requestInfo/serviceId is empty', { serviceId: '<serviceId> \n</serviceId>' }],
    ['requestInfo/messageDate is empty', { messageDate: '<messageDate/>' }],
    ['requestInfo/sender/senderId is empty', { sender: '<sender><senderId/></sender>' }],
    ['requestInfo/messageId occurs more than once', { more: '<messageId>n</messageId>' }],
    ['requestInfo/serviceId occurs more than once', { more: '<serviceid>T</serviceid>' }],
    [
      'requestInfo/serviceId occurs more than once',
      { more: `<serviceId xmlns="${types}">T</serviceId>` },
    ],
    ['requestInfo/messageDate occurs more than once', { more: '<messegeDate/>' }],
    ['requestInfo/sender occurs more than once', { more: fields.sender }],
    ['requestInfo/sessionId occurs more than once', { more: '<sessionId/><sessionId/>' }],
    [
      'requestInfo/sender/senderId occurs more than once',
      { sender: '<sender><senderId>A</senderId><senderId>A</senderId></sender>' },
    ],
    [
      'requestInfo/sender/password occurs more than once',
      { sender: '<sender><senderId>A</senderId><password/><Password/></sender>' },
    ],
    [
      'requestInfo/properties/key occurs more than once',
      { more: '<properties><key>a</key><value/><key>b</key></properties>' },
    ],
    [
      'requestInfo/properties/key is empty',
      { more: '<properties><key/><value>b</value></properties>' },
    ],
    [
      'requestInfo/properties/key is longer than 30 characters',
      { more: `<properties><key>${'k'.repeat(31)}</key><value/></properties>` },
    ],
    [
      'requestInfo/properties/value is longer than 500 characters',
      { more: `<properties><key>k</key><value>${'😀'.repeat(501)}</value></properties>` },
    ],
    ['requestInfo/properties occurs over 100 times', { more: '<properties/>'.repeat(101) }],
    [
      'requestInfo/serviceId is longer than 255 characters',
      { serviceId: `<serviceId>${'s'.repeat(256)}</serviceId>` },
    ],
    [
      'requestInfo/serviceId holds control characters',
      { serviceId: '<serviceId>a&#10;b</serviceId>' },
    ],
    ['requestInfo/serviceId must hold text only', { serviceId: '<serviceId>S<a/></serviceId>' }],
    [
      'requestInfo/messageDate must be a date and time such as 2026-02-03T10:20:30+05:00',
      { messageDate: '<messageDate>yesterday</messageDate>' },
    ],
    ['requestInfo holds text beside its elements', { more: 'text' }],
    ['requestInfo holds an element that is not in the contract: unknown', { more: '<unknown/>' }],
    [
      'requestInfo holds an element that is not in the contract: serviceld; did you mean serviceId?',
      { more: '<serviceld>S</serviceld>' },
    ],
    [
      'requestInfo holds an element that is not in the contract: mesageID; did you mean messageId?',
      { more: '<mesageID>1</mesageID>' },
    ],
    [
      `requestInfo holds an element that is not in the contract: ${'serviceI'.repeat(13).slice(0, 100)}`,
      { more: `<${'serviceI'.repeat(100)}/>` },
    ],
    [
      'requestInfo holds an element that is not in the contract: routeId',
      { more: '<routeId xmlns="urn:other">R</routeId>' },
    ],
  ])('%s', (message, changed) => {
    expect(refusal(() => read(changed))).toBe(`message-malformed: ${message}`)
  })

  test.each([
    ['message-malformed: requestData/data occurs more than once', '<data/><data/>'],
    [
      'message-malformed: requestData/data occurs more than once',
      '<data/><x:data xmlns:x="urn:x"/>',
    ],
    ['message-malformed: requestData holds text beside its elements', 'text'],
    [
      'message-malformed: requestData holds an element that is not in the contract: Data; did you mean data?',
      '<Data/>',
    ],
    [
      'message-malformed: requestData holds an element that is not in the contract: payload',
      '<payload/>',
    ],
  ])('%s', (message, data) => {
    expect(refusal(() => read({}, data))).toBe(message)
  })

  const whole = request(Object.values(fields).join(''))
  test.each([
    ['soap-structure: the Body is empty', ''],
    ['soap-structure: the Body holds more than one element', whole + whole],
    [
      'soap-structure: text stands directly inside {http://schemas.xmlsoap.org/soap/envelope/}Body',
      `${whole}text`,
    ],
    [`message-malformed: Body must hold SendMessage of the namespace ${types}`, '<SendMessage/>'],
    [
      `message-malformed: Body must hold SendMessage of the namespace ${types}`,
      `<sendMessage xmlns="${types}"/>`,
    ],
    ['message-malformed: SendMessage/request is missing', `<SendMessage xmlns="${types}"/>`],
    [
      'message-malformed: request/requestInfo is missing',
      `<SendMessage xmlns="${types}"><request/></SendMessage>`,
    ],
    [
      'message-malformed: request/requestData is missing',
      whole.replace(/<requestData>.*<\/requestData>/, ''),
    ],
    [
      'message-malformed: SendMessage/request occurs more than once',
      whole.replace('<request>', '<request/><request>'),
    ],
    [
      'message-malformed: request/requestInfo occurs more than once',
      whole.replace('<requestInfo>', '<requestInfo/><requestInfo>'),
    ],
    [
      'message-malformed: request/requestData occurs more than once',
      whole.replace('<requestData>', '<requestData/><requestData>'),
    ],
  ])('%s', (message, content) => {
    expect(refusal(() => readSendMessage(bodyOf(content)))).toBe(message)
  })
})

describe('readSendMessageResponse', () => {
  const response = (info: string, data = '<data>1</data>') =>
    `<n:SendMessageResponse xmlns:n="${types}"><response><responseInfo>${info}</responseInfo><responseData>${data}</responseData></response></n:SendMessageResponse>`
  const info =
    '<messageId>m</messageId><responseDate>2026-02-03T10:20:30</responseDate><status><code>SCSS001</code><message/></status>'

  test('reads an answer, its optional fields empty', () => {
    const text = response(`${info}<correlationId/><sessionId>IS_NOT_VALID</sessionId>`, '')
    expect(readSendMessageResponse(bodyOf(text))).toEqual({
      messageId: 'm',
      responseDate: '2026-02-03T10:20:30',
      status: { code: 'SCSS001', message: '' },
    })
  })

  test.each([
    ['responseInfo/status is missing', info.replace(/<status>.*<\/status>/, '')],
    ['responseInfo/status/code is empty', info.replace('SCSS001', '')],
    ['responseInfo/status/message is missing', info.replace('<message/>', '')],
    [
      'responseInfo/status/code occurs more than once',
      info.replace('<message/>', '<code>x</code><message/>'),
    ],
    ['responseInfo/messageId is missing', info.replace('<messageId>m</messageId>', '')],
  ])('refuses: %s', (message, text) => {
    expect(refusal(() => readSendMessageResponse(bodyOf(response(text))))).toBe(
      `message-malformed: ${message}`,
    )
  })
})

const vectors = join(import.meta.dirname, '../../../../../shared/vectors/shep')
const vectorsAreHere = existsSync(vectors)
if (!vectorsAreHere) console.log('Messages of other systems are not here: their tests do not run.')

describe.skipIf(!vectorsAreHere)(
  'messages of other systems (where shared/vectors lies beside the repository)',
  () => {
    const open = (name: string) => openEnvelope(scan(readFileSync(join(vectors, name)))).body

    test('a request of the sample project of the operator', () => {
      const { data, ...message } = readSendMessage(open('nitec-request-gost2004.xml'))
      expect(message).toEqual({
        messageId: '7ea6369f-18c5-4633-ad73-19de35883e0b',
        serviceId: 'TEST_SERVICE_ID',
        messageDate: '2019-09-24T12:20:34.539+06:00',
        sender: { senderId: 'senderId', password: 'senderPass' },
        properties: [],
      })
      expect(data?.text()).toContain('<uin>999999999999</uin>')
    })

    test('an answer of the sample project of the operator', () => {
      const { status } = readSendMessageResponse(open('nitec-response-gost2004.xml'))
      expect(status).toEqual({ code: 'Success', message: 'ОК' })
    })

    test('a request whose data stands in a namespace', () => {
      const { properties, data } = readSendMessage(open('wsse-rsa.xml'))
      expect(properties).toEqual([{ key: 'CONNECTOR_CLIENT', value: 'true' }])
      expect(data?.prefix).toBe('ns4')
    })
  },
)
