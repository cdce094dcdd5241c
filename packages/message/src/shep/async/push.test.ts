import { describe, expect, test } from 'vitest'
import {
  readPushAnswer,
  readPushedMessage,
  readStatusAnswer,
  readStatusNotification,
  writeStatusAnswer,
} from '../../index.ts'
import { bodyWith, refusal } from '../test-setup/bodies.ts'

const types = 'http://bip.bee.kz/AsyncChannel/v10/Types'
const client = `${types}/Client`
const date = '2026-02-03T10:20:30+05:00'
const sessionId = '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}'

const answer = (inside: string, name = 'sendMessageResponse', namespace = types) =>
  bodyWith(`<n:${name} xmlns:n="${namespace}">${inside}</n:${name}>`)

describe('the answer to a pushed message', () => {
  const whole = `<response><messageId>17</messageId><correlationId>3</correlationId><responseDate>${date}</responseDate></response>`

  test.each([types, client])('is taken in the namespace %s', (namespace) => {
    expect(readPushAnswer(answer(whole, 'sendMessageResponse', namespace))).toEqual({
      messageId: '17',
      correlationId: '3',
      responseDate: date,
    })
  })

  test.each([
    ['nothing', ''],
    ['an empty response', '<response/>'],
    ['a response that is nil', '<response nil="true"></response>'],
    ['empty fields', '<response><messageId/><correlationId> </correlationId></response>'],
    ['a date that is none', '<response><responseDate>now</responseDate></response>'],
    ['an id beyond all bounds', `<response><messageId>${'9'.repeat(256)}</messageId></response>`],
    ['an id with control characters', '<response><messageId>a&#10;b</messageId></response>'],
    ['what nobody knows', '<other>text</other><response>text<other/></response>'],
  ])('is taken with %s inside', (_what, inside) => {
    expect(readPushAnswer(answer(inside))).toEqual({})
  })

  test.each([
    ['another namespace', answer(whole, 'sendMessageResponse', 'urn:other')],
    [
      'the synchronous answer',
      answer(whole, 'SendMessageResponse', 'http://bip.bee.kz/SyncChannel/v10/Types'),
    ],
    ['the message itself', answer('', 'sendMessage')],
    ['the answer to something else', answer(whole, 'getMessagesResponse')],
  ])('is not %s', (_what, body) => {
    expect(refusal(() => readPushAnswer(body))).toMatch(
      /^message-malformed: Body must hold sendMessageResponse /,
    )
  })

  test('is not two of them', () => {
    const two = `<sendMessageResponse xmlns="${types}"/>`.repeat(2)
    expect(refusal(() => readPushAnswer(bodyWith(two)))).toMatch(/^soap-structure: /)
  })
})

describe('the answer to a status notification', () => {
  test.each([
    ['changeMassageStatusNotification', client],
    ['changeMassageStatusNotification', types],
    ['ChangeMessageStatusNotification', client],
    ['ChangeMessageStatusNotification', types],
    ['changeMessageStatusNotification', client],
  ])('is taken as %sResponse of %s', (name, namespace) => {
    const inside = `<response><responseDate>${date}</responseDate></response>`
    expect(readStatusAnswer(answer(inside, `${name}Response`, namespace))).toEqual({
      responseDate: date,
    })
  })

  test('is taken empty', () => {
    expect(readStatusAnswer(answer('', 'changeMassageStatusNotificationResponse'))).toEqual({})
  })

  test.each(['changeMassageStatusNotification', 'ChangeMessageStatusNotification'] as const)(
    'is read as it was written: %s',
    (operation) => {
      const written = writeStatusAnswer(operation, { responseDate: date, sessionId })
      expect(readStatusAnswer(bodyWith(written))).toEqual({ responseDate: date })
    },
  )

  test('is nothing else', () => {
    expect(refusal(() => readStatusAnswer(answer('')))).toMatch(
      /^message-malformed: Body must hold changeMassageStatusNotificationResponse or /,
    )
  })
})

test.each([types, client])('a pushed message is taken in the namespace %s', (namespace) => {
  const inside = `<request><messageInfo><messageId>17</messageId><serviceId>S</serviceId><messageType>UPDATE</messageType><messageDate>${date}</messageDate><sender><senderId>A</senderId></sender></messageInfo><messageData><data>1</data></messageData></request>`
  const { data, ...info } = readPushedMessage(answer(inside, 'sendMessage', namespace))
  expect([info.messageId, info.messageType, data.text()]).toEqual(['17', 'UPDATE', '1'])
})

describe('a status notification', () => {
  const notification = (state: string) =>
    `<request><notification><notificationid>1</notificationid><messageId>17</messageId><notificationDate>${date}</notificationDate>` +
    `<messageState>${state}</messageState><Status><statusCode>SCSS001</statusCode><statusMessage/><statusDate>${date}</statusDate></Status>` +
    `<error/></notification><requestdate>${date}</requestdate><sessionid>${sessionId}</sessionid></request>`

  test.each([
    ['changeMassageStatusNotification', client],
    ['ChangeMessageStatusNotification', types],
  ])('is read as %s of %s, in the spelling of the Rules', (operation, namespace) => {
    expect(readStatusNotification(answer(notification('DELIVERED'), operation, namespace))).toEqual(
      {
        operation,
        notificationId: '1',
        messageId: '17',
        notificationDate: date,
        messageState: 'DELIVERED',
        status: { code: 'SCSS001', message: '', date },
        requestDate: date,
        sessionId,
      },
    )
  })

  test('of an unknown state is refused', () => {
    const body = answer(notification('LOST'), 'changeMassageStatusNotification', client)
    expect(refusal(() => readStatusNotification(body))).toBe(
      'message-malformed: notification/messageState must be ON_DELIVERY or DELIVERED or NOT_DELIVERED or DELIVERY_STOPPED',
    )
  })
})
