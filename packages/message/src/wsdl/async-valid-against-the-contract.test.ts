import { describe, expect, test } from 'vitest'
import {
  type BodyContent,
  dateTime,
  Fault,
  payloadFrom,
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
} from '../index.ts'
import { textOf } from '../shep/test-setup/bodies.ts'
import { validAgainst } from './test-setup/valid-against.ts'

const date = dateTime(new Date(0))
const sessionId = '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}'
const responseDate = date
const sender = { senderId: 'A' }
const properties = [
  { key: 'ә'.repeat(30), value: '😀'.repeat(500) },
  { key: 'b', value: '' },
]
const error = {
  errorCode: '',
  errorMessage: '',
  errorDate: 'no date',
  sessionId,
  subError: { errorCode: 'E', errorMessage: 'нет', errorData: '\u0000' },
}
const least = {
  serviceId: 'S',
  messageType: 'REQUEST',
  messageDate: date,
  sender,
  properties: [],
} as const
const whole = {
  messageId: '1',
  correlationId: '2',
  serviceId: 'S',
  messageType: 'UPDATE',
  routeId: 'R',
  messageDate: date,
  sender: { senderId: 'A', password: 'p' },
  properties,
  sessionId,
} as const
const notification = {
  messageId: '1',
  serviceId: 'S',
  notificationDate: date,
  statusDate: date,
  isAccepted: true,
  isToBeResent: false,
  requestDate: date,
}
const status = { code: 'E', message: '😀'.repeat(300), date }
const told = {
  notificationId: '1',
  messageId: '2',
  notificationDate: date,
  messageState: 'NOT_DELIVERED',
  status,
  requestDate: date,
} as const
const xml = payloadFrom(Buffer.from('a<b c="d"/>'))

const written: [string, BodyContent][] = [
  ['the least message', writeAsyncSendMessage(least, payloadFrom(''))],
  ['a message with all fields', writeAsyncSendMessage(whole, payloadFrom('<a/>'))],
  ['a pushed message', writePushedMessage(writeAsyncMessage(whole, xml))],
  [
    'that a message was taken',
    writeAsyncSendMessageResponse({ messageId: '1', correlationId: '2', responseDate }),
  ],
  ['the least notification of a delivery', writeSendDeliveryNotification(notification)],
  [
    'a notification of a refusal',
    writeSendDeliveryNotification({
      ...notification,
      isAccepted: false,
      isToBeResent: true,
      error,
      sender,
    }),
  ],
  [
    'that a notification was taken',
    writeSendDeliveryNotificationResponse({ notificationId: '1', responseDate, sessionId }),
  ],
  [
    'a question about a status',
    writeGetMessageStatus({ messageId: '1', requestDate: date, sender, properties }),
  ],
  [
    'a status',
    writeGetMessageStatusResponse({ messageState: 'ON_DELIVERY', status, responseDate, sessionId }),
  ],
  ['the least question about messages', writeGetMessages({ serviceId: 'S', properties: [] })],
  [
    'a question about messages with all fields',
    writeGetMessages({
      messageId: '1',
      correlationId: '2',
      requestDate: date,
      serviceId: 'S',
      sender,
      amount: 2 ** 31 - 1,
      properties,
    }),
  ],
  ['no messages', writeGetMessagesResponse({ responseDate, sessionId }, [])],
  [
    'two messages',
    writeGetMessagesResponse({ responseDate, sessionId }, [
      writeAsyncMessage(whole, xml),
      writeAsyncMessage(least, payloadFrom('я')),
    ]),
  ],
]

const writtenForReceivers: [string, BodyContent][] = [
  [
    'the least status notification',
    writeStatusNotification('changeMassageStatusNotification', told),
  ],
  [
    'a status notification with all fields',
    writeStatusNotification('changeMassageStatusNotification', { ...told, error, sessionId }),
  ],
  [
    'that a status notification was taken',
    writeStatusAnswer('changeMassageStatusNotification', { responseDate, sessionId }),
  ],
]

/** The element in the detail of a fault, which the schemas declare. */
function detailOf(fault: BodyContent): string {
  const [detail] = /<ns2:(\w+Fault1_\w+) .*<\/ns2:\1>/s.exec(textOf(fault))!
  return detail
}

describe('libxml2 compiles the schemas of the asynchronous channel, one per namespace', () => {
  const valid = validAgainst('AsyncChannel-v10-Types', 'AsyncChannel-v10-Types-Client')
  const validate = (
    content: BodyContent | string,
    schema?: 'AsyncChannel-v10-Types-Client' | 'AsyncChannel-v10-Types',
  ): void => valid(typeof content === 'string' ? content : textOf(content), schema)

  test.each(written)('%s that we write is valid', (_what, content) => {
    expect(() => validate(content)).not.toThrow()
  })

  test.each(writtenForReceivers)('%s that we write is valid', (_what, content) => {
    expect(() => validate(content, 'AsyncChannel-v10-Types-Client')).not.toThrow()
  })

  test.each([
    ['sendMessage', 'AsyncChannel-v10-Types'],
    ['sendDeliveryNotification', 'AsyncChannel-v10-Types'],
    ['getMessageStatus', 'AsyncChannel-v10-Types'],
    ['getMessages', 'AsyncChannel-v10-Types'],
    ['changeMassageStatusNotification', 'AsyncChannel-v10-Types-Client'],
  ] as const)('the fault of %s that we write is valid', (operation, schema) => {
    const fault = new Fault('message-unknown', 'd', { subError: error })
    const content = writeFault(fault, {
      at: new Date(),
      sessionId,
      detail: { channel: 'async', operation },
    })
    expect(() => validate(detailOf(content), schema)).not.toThrow()
  })

  const message = textOf(writeAsyncSendMessage(whole, xml))
  test.each([
    ['an unknown type of message', message.replace('UPDATE', 'ANSWER')],
    ['a missing payload', message.replace(/<data>.*<\/data>/, '')],
    [
      'the spelling of the Rules',
      textOf(writeSendDeliveryNotification({ ...notification, isAccepted: false })).replace(
        'MESSAGE_NOT_ACCTEPTED',
        'MESSAGE_NOT_ACCEPTED',
      ),
    ],
    [
      'a selection without sessionId',
      textOf(writeGetMessagesResponse({ responseDate, sessionId }, [])).replace(
        /<sessionId>.*<\/sessionId>/,
        '',
      ),
    ],
  ])('%s is not valid', (_what, text) => {
    expect(() => validate(text)).toThrow(/./)
  })
})
