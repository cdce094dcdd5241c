import { describe, expect, test } from 'vitest'
import { asyncPasswordRange, readAsyncRequest } from '../../index.ts'
import { bodyWith, refusal } from '../test-setup/bodies.ts'

const types = 'http://bip.bee.kz/AsyncChannel/v10/Types'
const date = '2026-02-03T10:20:30+05:00'
const senderElement = '<sender><senderId>A</senderId><password> p </password></sender>'
const sender = { senderId: 'A', password: ' p ' }

const wrapped = (operation: string, inside: string) =>
  bodyWith(`<n:${operation} xmlns:n="${types}"><request>${inside}</request></n:${operation}>`)

type Changed = Partial<Record<string, string>>
const together = (fields: Changed, changed: Changed): string =>
  Object.values({ ...fields, ...changed }).join('')

const sendMessage = (changed: Changed = {}, data = '<messageData><data>1</data></messageData>') =>
  wrapped(
    'sendMessage',
    `<messageInfo>${together(
      {
        serviceId: '<serviceId>S</serviceId>',
        messageType: '<messageType>REQUEST</messageType>',
        messageDate: `<messageDate>${date}</messageDate>`,
        sender: senderElement,
      },
      changed,
    )}</messageInfo>${data}`,
  )

const notify = (changed: Changed = {}, status: Changed = {}) =>
  wrapped(
    'sendDeliveryNotification',
    together(
      {
        notification: `<notification><messageId>17</messageId><serviceId>S</serviceId><notificationDate>${date}</notificationDate><deliveryStatus>${together(
          {
            receiveStatus: '<receiveStatus>MESSAGE_ACCEPTED</receiveStatus>',
            statusDate: `<statusDate>${date}</statusDate>`,
            resendMessage: '<resendMessage>NOT_RESEND</resendMessage>',
          },
          status,
        )}</deliveryStatus></notification>`,
        requestDate: `<requestDate>${date}</requestDate>`,
      },
      changed,
    ),
  )

const askStatus = (changed: Changed = {}) =>
  wrapped(
    'getMessageStatus',
    together(
      {
        messageId: '<messageId>17</messageId>',
        requestDate: `<requestDate>${date}</requestDate>`,
        sender: senderElement,
      },
      changed,
    ),
  )

const fetch = (changed: Changed = {}) =>
  wrapped('getMessages', together({ serviceId: '<serviceId>S</serviceId>' }, changed))

const least = {
  operation: 'sendMessage',
  serviceId: 'S',
  messageType: 'REQUEST',
  messageDate: date,
  sender,
  properties: [],
}

describe('a message is read', () => {
  const read = (body: ReturnType<typeof sendMessage>) => {
    const message = readAsyncRequest(body)
    if (message.operation !== 'sendMessage') throw new Error(message.operation)
    const { data, ...info } = message
    return [info, data.text()]
  }

  test('with the least fields', () => {
    expect(read(sendMessage())).toEqual([least, '1'])
  })

  test.each(['REQUEST', 'RESPONSE', 'NOTIFICATION', 'UPDATE'])(
    'as a %s, with its ids as text',
    (messageType) => {
      const [info] = read(
        sendMessage({
          messageType: `<messageType> ${messageType} </messageType>`,
          messageId: '<messageId>0216386080</messageId>',
          correlationId: '<correlationId>3226347</correlationId>',
          routeId: '<routeId>R</routeId>',
          sessionId: '<sessionId>0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11</sessionId>',
        }),
      )
      expect(info).toEqual({
        ...least,
        messageType,
        messageId: '0216386080',
        correlationId: '3226347',
        routeId: 'R',
        sessionId: '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}',
      })
    },
  )

  test('with empty optional fields as absent', () => {
    const body = sendMessage({
      messageId: '<messageId/>',
      correlationId: '<correlationId></correlationId>',
      routeId: '<routeId> </routeId>',
      properties: '<properties/>',
      sessionId: '<sessionId/>',
    })
    expect(read(body)).toEqual([least, '1'])
  })

  test('in another order, in the spelling of the Rules', () => {
    const body = bodyWith(
      `<SendMessage xmlns="${types}"><request xmlns=""><messageData><data>1</data></messageData><messageInfo>` +
        `${senderElement}<messegeDate>${date}</messegeDate><MessageType>REQUEST</MessageType><serviceid>S</serviceid>` +
        '</messageInfo></request></SendMessage>',
    )
    expect(read(body)).toEqual([least, '1'])
  })

  test('with everything in the namespace of the wrapper', () => {
    const body = bodyWith(
      `<sendMessage xmlns="${types}"><request><messageInfo><serviceId>S</serviceId><messageType>REQUEST</messageType>` +
        `<messageDate>${date}</messageDate>${senderElement}</messageInfo><messageData><data>1</data></messageData></request></sendMessage>`,
    )
    expect(read(body)).toEqual([least, '1'])
  })
})

describe('a notification of a delivery is read', () => {
  const told = {
    operation: 'sendDeliveryNotification',
    messageId: '17',
    serviceId: 'S',
    notificationDate: date,
    statusDate: date,
    isAccepted: true,
    isToBeResent: false,
    requestDate: date,
  }

  test('with the least fields', () => {
    expect(readAsyncRequest(notify())).toEqual(told)
  })

  test.each([
    ['MESSAGE_ACCEPTED', true],
    ['MESSAGE_NOT_ACCTEPTED', false],
    ['MESSAGE_NOT_ACCEPTED', false],
  ])('%s', (text, isAccepted) => {
    const body = notify({}, { receiveStatus: `<receiveStatus>${text}</receiveStatus>` })
    expect(readAsyncRequest(body)).toEqual({ ...told, isAccepted })
  })

  test('with a wish for the message once more, and an error that says why', () => {
    const body = notify(
      { sender: senderElement },
      {
        resendMessage: '<resendMessage>RESEND</resendMessage>',
        error:
          '<error><errorCode>E1</errorCode><errordata>disk</errordata><errorDate>yesterday</errorDate>' +
          '<subError><errorCode>E2</errorCode><errorMessage>full</errorMessage><subError/></subError></error>',
      },
    )
    expect(readAsyncRequest(body)).toEqual({
      ...told,
      isToBeResent: true,
      error: {
        errorCode: 'E1',
        errorMessage: '',
        errorData: 'disk',
        errorDate: 'yesterday',
        subError: { errorCode: 'E2', errorMessage: 'full' },
      },
      sender,
    })
  })

  test('with an empty error and sender as absent', () => {
    expect(readAsyncRequest(notify({ sender: '<sender/>' }, { error: '<error/>' }))).toEqual(told)
  })

  test('with a stack trace that is cut, and errors in errors that end', () => {
    const open = '<subError><errorCode>E</errorCode>'.repeat(50)
    const long = `<errorData>${'😀'.repeat(5000)}</errorData>`
    const body = notify(
      {},
      { error: `<error><errorCode>E</errorCode>${long}${open}${'</subError>'.repeat(50)}</error>` },
    )
    const read = readAsyncRequest(body)
    let depth = 0
    const error = read.operation === 'sendDeliveryNotification' ? read.error : undefined
    for (let info = error; info !== undefined; info = info.subError) depth++
    expect([depth, error?.errorData?.length]).toEqual([9, 4000])
  })
})

describe('a question is read', () => {
  test('about the status of a message', () => {
    const body = askStatus({ one: '<properties><key>A</key><value>1</value></properties>' })
    expect(readAsyncRequest(body)).toEqual({
      operation: 'getMessageStatus',
      messageId: '17',
      requestDate: date,
      sender,
      properties: [{ key: 'A', value: '1' }],
    })
  })

  test('about messages, with the least fields', () => {
    expect(readAsyncRequest(fetch())).toEqual({
      operation: 'getMessages',
      serviceId: 'S',
      properties: [],
    })
  })

  test('about messages, with all fields, in the spelling of the Rules', () => {
    const body = fetch({
      messageId: '<MessageId>17</MessageId>',
      correlationId: '<correlationid>3</correlationid>',
      requestDate: `<requestdate>${date}</requestdate>`,
      sender: senderElement,
      amount: '<amount>10</amount>',
    })
    expect(readAsyncRequest(body)).toEqual({
      operation: 'getMessages',
      messageId: '17',
      correlationId: '3',
      requestDate: date,
      serviceId: 'S',
      sender,
      amount: 10,
      properties: [],
    })
  })

  test.each([
    ['', undefined],
    ['0', undefined],
    ['-0', undefined],
    [' +7 ', 7],
    ['0010', 10],
    ['2147483647', 2147483647],
  ])('about %j messages', (text, amount) => {
    expect(readAsyncRequest(fetch({ amount: `<amount>${text}</amount>` }))).toEqual({
      operation: 'getMessages',
      serviceId: 'S',
      ...(amount !== undefined && { amount }),
      properties: [],
    })
  })

  test('with empty optional fields as absent', () => {
    const body = fetch({
      messageId: '<messageId/>',
      correlationId: '<correlationId/>',
      requestDate: '<requestDate/>',
      sender: '<sender/>',
      amount: '<amount/>',
      properties: '<properties/>',
    })
    expect(readAsyncRequest(body)).toEqual(readAsyncRequest(fetch()))
  })
})

describe('a request is refused', () => {
  const without = (name: string) => ({ [name]: '' })
  test.each([
    [sendMessage(without('serviceId')), 'messageInfo/serviceId is missing'],
    [sendMessage(without('messageType')), 'messageInfo/messageType is missing'],
    [sendMessage(without('messageDate')), 'messageInfo/messageDate is missing'],
    [sendMessage(without('sender')), 'messageInfo/sender is missing'],
    [sendMessage({}, ''), 'request/messageData is missing'],
    [sendMessage({}, '<messageData/>'), 'messageData/data is missing'],
    [
      sendMessage({ messageType: '<messageType>request</messageType>' }),
      'messageInfo/messageType must be REQUEST or RESPONSE or NOTIFICATION or UPDATE',
    ],
    [
      sendMessage({ corelationId: '<corelationId>1</corelationId>' }),
      'messageInfo holds an element that is not in the contract: corelationId; did you mean correlationId?',
    ],
    [
      sendMessage({ messageDate: '<messageDate>today</messageDate>' }),
      'messageInfo/messageDate must be a date and time such as 2026-02-03T10:20:30+05:00',
    ],
    [notify(without('notification')), 'request/notification is missing'],
    [notify(without('requestDate')), 'request/requestDate is missing'],
    [notify({}, without('receiveStatus')), 'notification/deliveryStatus/receiveStatus is missing'],
    [notify({}, without('resendMessage')), 'notification/deliveryStatus/resendMessage is missing'],
    [
      notify({}, { receiveStatus: '<receiveStatus>YES</receiveStatus>' }),
      'notification/deliveryStatus/receiveStatus must be MESSAGE_ACCEPTED or MESSAGE_NOT_ACCTEPTED or MESSAGE_NOT_ACCEPTED',
    ],
    [
      notify({}, { resendMessage: '<resendMessage>true</resendMessage>' }),
      'notification/deliveryStatus/resendMessage must be RESEND or NOT_RESEND',
    ],
    [askStatus(without('messageId')), 'request/messageId is missing'],
    [askStatus(without('sender')), 'request/sender is missing'],
    [fetch(without('serviceId')), 'request/serviceId is missing'],
    [
      fetch({ requestDate: '<requestDate>today</requestDate>' }),
      'request/requestDate must be a date and time such as 2026-02-03T10:20:30+05:00',
    ],
  ])('as it should: %#', (body, detail) => {
    expect(refusal(() => readAsyncRequest(body))).toBe(`message-malformed: ${detail}`)
  })

  test.each(['-1', '1.5', 'many', '1e3', '0x10', '2147483648', '9'.repeat(200)])(
    'that asks for %s messages',
    (text) => {
      expect(refusal(() => readAsyncRequest(fetch({ amount: `<amount>${text}</amount>` })))).toBe(
        'message-malformed: request/amount must be a whole number from 0 to 2147483647',
      )
    },
  )

  test.each([
    ['another namespace', `<sendMessage xmlns="${types}/Client"/>`],
    [
      'the namespace of the synchronous channel',
      '<sendMessage xmlns="http://bip.bee.kz/SyncChannel/v10/Types"/>',
    ],
    ['no namespace', '<sendMessage/>'],
    ['another word', `<changeMassageStatusNotification xmlns="${types}"/>`],
    ['a word in another case', `<SENDMESSAGE xmlns="${types}"/>`],
    ['a word that every object has', `<constructor xmlns="${types}"/>`],
  ])('with %s', (_what, content) => {
    expect(refusal(() => readAsyncRequest(bodyWith(content)))).toBe(
      `message-malformed: Body must hold sendMessage or sendDeliveryNotification or getMessageStatus or getMessages of the namespace ${types}`,
    )
  })

  test.each([
    ['two words', `<getMessages xmlns="${types}"/><getMessages xmlns="${types}"/>`],
    ['nothing', ''],
    ['text', 'getMessages'],
  ])('that holds %s', (_what, content) => {
    expect(refusal(() => readAsyncRequest(bodyWith(content)))).toMatch(/^soap-structure: /)
  })

  test('without request, or with two', () => {
    const refused = (inside: string) =>
      refusal(() =>
        readAsyncRequest(bodyWith(`<n:getMessages xmlns:n="${types}">${inside}</n:getMessages>`)),
      )
    expect([refused(''), refused('<request/><request/>')]).toEqual([
      'message-malformed: getMessages/request is missing',
      'message-malformed: getMessages/request occurs more than once',
    ])
  })
})

describe('the range of the password', () => {
  const cut = (body: ReturnType<typeof sendMessage>) => {
    const range = asyncPasswordRange(body)
    return range && Buffer.from(body.document.bytes.subarray(range.start, range.end)).toString()
  }

  test.each([
    ['sendMessage', sendMessage()],
    ['sendDeliveryNotification', notify({ sender: senderElement })],
    ['getMessageStatus', askStatus()],
    ['getMessages', fetch({ sender: senderElement })],
  ])('in %s is that of its bytes', (_operation, body) => {
    expect(cut(body)).toBe(' p ')
  })

  test.each([
    ['a sender', notify()],
    ['a password', askStatus({ sender: '<sender><senderId>A</senderId></sender>' })],
  ])('is absent without %s', (_what, body) => {
    expect(cut(body)).toBe(undefined)
  })
})
