import { canonicalBytes, scan } from '@arna/xml'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AsyncFaultOperation,
  type AsyncMessageInfo,
  Fault,
  payloadFrom,
  payloadOf,
  readAsyncRequest,
  readAsyncSendMessageResponse,
  readFault,
  readGetMessagesResponse,
  readGetMessageStatusResponse,
  readPushAnswer,
  readPushedMessage,
  readSendDeliveryNotificationResponse,
  readStatusNotification,
  writeAsyncMessage,
  writeAsyncSendMessage,
  writeAsyncSendMessageResponse,
  writeFault,
  writeGetMessages,
  writeGetMessagesResponse,
  writeGetMessageStatus,
  writeGetMessageStatusResponse,
  writePushedMessage,
  writeSendDeliveryNotification,
  writeSendDeliveryNotificationResponse,
  writeStatusAnswer,
  writeStatusNotification,
} from '../../index.ts'
import { bodyWith, textOf } from '../test-setup/bodies.ts'
import {
  asyncMessageInfo,
  deliveryNotification,
  messagesQuery,
  messageStatusQuery,
  messageStatusResponse,
  statusNotification,
} from './test-setup/arbitraries.ts'

const types = 'http://bip.bee.kz/AsyncChannel/v10/Types'
const date = '2026-02-03T10:20:30.000+05:00'
const sessionId = '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}'

const info: AsyncMessageInfo = {
  messageId: '216386080',
  correlationId: '3226347',
  serviceId: 'S',
  messageType: 'RESPONSE',
  routeId: 'R',
  messageDate: date,
  sender: { senderId: 'a&b', password: '<' },
  properties: [{ key: 'A', value: '1' }],
  sessionId,
}
const infoText =
  '<messageInfo><messageId>216386080</messageId><correlationId>3226347</correlationId><serviceId>S</serviceId>' +
  `<messageType>RESPONSE</messageType><routeId>R</routeId><messageDate>${date}</messageDate>` +
  '<sender><senderId>a&amp;b</senderId><password>&lt;</password></sender>' +
  `<properties><key>A</key><value>1</value></properties><sessionId>${sessionId}</sessionId></messageInfo>`
const messageText = `${infoText}<messageData><data><a/></data></messageData>`
const payload = payloadFrom(Buffer.from('<a/>'))

describe('is written exactly as the interface files say:', () => {
  test('a message', () => {
    expect(textOf(writeAsyncSendMessage(info, payload))).toBe(
      `<ns2:sendMessage xmlns:ns2="${types}"><request>${messageText}</request></ns2:sendMessage>`,
    )
  })

  test('a selection of messages', () => {
    const message = writeAsyncMessage(info, payload)
    expect(
      textOf(writeGetMessagesResponse({ responseDate: date, sessionId }, [message, message])),
    ).toBe(
      `<ns2:getMessagesResponse xmlns:ns2="${types}"><response><responseDate>${date}</responseDate><sessionId>${sessionId}</sessionId>` +
        `<messages>${messageText}</messages><messages>${messageText}</messages></response></ns2:getMessagesResponse>`,
    )
  })

  test('a notification of a delivery', () => {
    const written = writeSendDeliveryNotification({
      messageId: '17',
      serviceId: 'S',
      notificationDate: date,
      statusDate: date,
      isAccepted: false,
      isToBeResent: true,
      error: { errorCode: 'E', errorMessage: 'no\u0000' },
      requestDate: date,
      sender: { senderId: 'B' },
    })
    expect(textOf(written)).toBe(
      `<ns2:sendDeliveryNotification xmlns:ns2="${types}"><request><notification><messageId>17</messageId><serviceId>S</serviceId>` +
        `<notificationDate>${date}</notificationDate><deliveryStatus><receiveStatus>MESSAGE_NOT_ACCTEPTED</receiveStatus>` +
        `<statusDate>${date}</statusDate><resendMessage>RESEND</resendMessage>` +
        `<error><errorCode>E</errorCode><errorMessage>no\uFFFD</errorMessage><errorDate>${date}</errorDate></error></deliveryStatus></notification>` +
        `<requestDate>${date}</requestDate><sender><senderId>B</senderId></sender></request></ns2:sendDeliveryNotification>`,
    )
  })

  test('the status of a message', () => {
    const written = writeGetMessageStatusResponse({
      messageState: 'DELIVERED',
      status: { code: 'SCSS001', message: 'ОК', date },
      responseDate: date,
      sessionId,
    })
    expect(textOf(written)).toBe(
      `<ns2:getMessageStatusResponse xmlns:ns2="${types}"><response><messageState>DELIVERED</messageState>` +
        `<status><statusCode>SCSS001</statusCode><statusMessage>ОК</statusMessage><statusDate>${date}</statusDate></status>` +
        `<responseDate>${date}</responseDate><sessionId>${sessionId}</sessionId></response></ns2:getMessageStatusResponse>`,
    )
  })

  test.each(['changeMassageStatusNotification', 'ChangeMessageStatusNotification'] as const)(
    'a status notification called %s, and its answer',
    (operation) => {
      const written = writeStatusNotification(operation, {
        notificationId: '1',
        messageId: '17',
        notificationDate: date,
        messageState: 'NOT_DELIVERED',
        status: { code: 'ARN504', message: 'нет', date },
        error: { errorCode: 'E', errorMessage: '' },
        requestDate: date,
        sessionId,
      })
      expect(textOf(written)).toBe(
        `<ns2:${operation} xmlns:ns2="${types}/Client"><request><notification><notificationId>1</notificationId><messageId>17</messageId>` +
          `<notificationDate>${date}</notificationDate><messageState>NOT_DELIVERED</messageState>` +
          `<status><statusCode>ARN504</statusCode><statusMessage>нет</statusMessage><statusDate>${date}</statusDate></status>` +
          `<error><errorCode>E</errorCode><errorMessage></errorMessage><errorDate>${date}</errorDate></error></notification>` +
          `<requestDate>${date}</requestDate><sessionId>${sessionId}</sessionId></request></ns2:${operation}>`,
      )
      expect(textOf(writeStatusAnswer(operation, { responseDate: date, sessionId }))).toBe(
        `<ns2:${operation}Response xmlns:ns2="${types}/Client"><response><responseDate>${date}</responseDate>` +
          `<sessionId>${sessionId}</sessionId></response></ns2:${operation}Response>`,
      )
    },
  )
})

describe('a message that is kept as bytes', () => {
  // Every prefix of ours means something else around the data.
  const envelope = scan(
    Buffer.from(
      `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns2="urn:theirs" xmlns:q='urn:a&amp;b' xmlns="urn:default"><soap:Body>` +
        '<data ns2:a="q:name"><b><soap:c/></b></data></soap:Body></soap:Envelope>',
    ),
  )
  const data = envelope.root.children()[0]!.children()[0]!
  const kept = Buffer.from(textOf(writeAsyncMessage(info, payloadOf(data))))

  const meaning = (element: typeof data) => ({
    canonical: Buffer.from(
      canonicalBytes(element.document, { method: 'exc-c14n', element }),
    ).toString(),
    q: element.namespacesInScope().get('q'),
    ns2: element.namespacesInScope().get('ns2'),
  })

  test('means the same when it is pushed and when it is fetched', () => {
    const pushed = readPushedMessage(bodyWith(writePushedMessage([kept])))
    const { messages } = readGetMessagesResponse(
      bodyWith(writeGetMessagesResponse({ responseDate: date, sessionId }, [[kept], [kept]])),
    )
    expect([pushed, ...messages].map((message) => meaning(message.data))).toEqual(
      Array.from({ length: 3 }, () => meaning(data)),
    )
  })
})

describe('is read as it was written:', () => {
  test('a message, however it comes', () => {
    fc.assert(
      fc.property(asyncMessageInfo, (written) => {
        const message = writeAsyncMessage(written, payload)
        const read = [
          readAsyncRequest(bodyWith(writeAsyncSendMessage(written, payload))),
          readPushedMessage(bodyWith(writePushedMessage(message))),
          ...readGetMessagesResponse(
            bodyWith(writeGetMessagesResponse({ responseDate: date, sessionId }, [message])),
          ).messages,
        ]
        const expected = { ...written, data: expect.anything() as unknown }
        expect(read).toEqual([{ operation: 'sendMessage', ...expected }, expected, expected])
      }),
    )
  })

  test('a notification of a delivery', () => {
    fc.assert(
      fc.property(deliveryNotification, (written) => {
        expect(readAsyncRequest(bodyWith(writeSendDeliveryNotification(written)))).toEqual({
          operation: 'sendDeliveryNotification',
          ...written,
        })
      }),
    )
  })

  test('a question about a status', () => {
    fc.assert(
      fc.property(messageStatusQuery, (written) => {
        expect(readAsyncRequest(bodyWith(writeGetMessageStatus(written)))).toEqual({
          operation: 'getMessageStatus',
          ...written,
        })
      }),
    )
  })

  test('a question about messages', () => {
    fc.assert(
      fc.property(messagesQuery, (written) => {
        expect(readAsyncRequest(bodyWith(writeGetMessages(written)))).toEqual({
          operation: 'getMessages',
          ...written,
        })
      }),
    )
  })

  test('the status of a message', () => {
    fc.assert(
      fc.property(messageStatusResponse, (written) => {
        const body = bodyWith(writeGetMessageStatusResponse(written))
        expect(readGetMessageStatusResponse(body)).toEqual(written)
      }),
    )
  })

  test('a status notification', () => {
    const operation = fc.constantFrom(
      ...(['changeMassageStatusNotification', 'ChangeMessageStatusNotification'] as const),
    )
    fc.assert(
      fc.property(operation, statusNotification, (name, written) => {
        expect(readStatusNotification(bodyWith(writeStatusNotification(name, written)))).toEqual({
          operation: name,
          ...written,
        })
      }),
    )
  })

  test('the answers that a message and a notification were taken', () => {
    const taken = { messageId: '17', correlationId: '3', responseDate: date, sessionId }
    const noted = { notificationId: '1', responseDate: date, sessionId }
    const answer = bodyWith(writeAsyncSendMessageResponse(taken))
    expect([
      readAsyncSendMessageResponse(answer),
      readPushAnswer(answer),
      readSendDeliveryNotificationResponse(bodyWith(writeSendDeliveryNotificationResponse(noted))),
    ]).toEqual([taken, { messageId: '17', correlationId: '3', responseDate: date }, noted])
  })

  test('a selection without messages', () => {
    const written = { responseDate: date, sessionId }
    expect(readGetMessagesResponse(bodyWith(writeGetMessagesResponse(written, [])))).toEqual({
      ...written,
      messages: [],
    })
  })
})

test('a long status message is shortened to 250 characters', () => {
  const status = { code: 'E', message: '😀'.repeat(251), date }
  const written = writeGetMessageStatusResponse({
    messageState: 'ON_DELIVERY',
    status,
    responseDate: date,
  })
  expect(readGetMessageStatusResponse(bodyWith(written)).status.message).toBe(
    `${'😀'.repeat(249)}…`,
  )
})

describe('a fault of the asynchronous channel', () => {
  const write = (operation?: AsyncFaultOperation) =>
    writeFault(new Fault('chain-unknown', 'no chain 3'), {
      at: new Date(0),
      sessionId,
      detail: { channel: 'async', ...(operation !== undefined && { operation }) },
    })

  test.each([
    [undefined, 'sendMessage', types],
    ['sendMessage', 'sendMessage', types],
    ['sendDeliveryNotification', 'sendDeliveryNotification', types],
    ['getMessageStatus', 'getMessageStatus', types],
    ['getMessages', 'getMessages', types],
    ['changeMassageStatusNotification', 'changeMassageStatusNotification', `${types}/Client`],
  ] as const)('of %s stands in the element of %s', (operation, name, namespace) => {
    const text = textOf(write(operation))
    expect(text).toContain(
      `<detail><ns2:${name}Fault1_${name}Fault xmlns:ns2="${namespace}"><errorCode>ARN501</errorCode>`,
    )
    expect(readFault(bodyWith(text))).toMatchObject({
      faultcode: 'ARN501',
      errorInfo: { errorCode: 'ARN501', sessionId },
    })
  })
})
