import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type AsyncRequest,
  asyncPasswordRange,
  type BodyContent,
  payloadOf,
  readAsyncRequest,
  readGetMessagesResponse,
  readPushAnswer,
  readPushedMessage,
  readStatusAnswer,
  readStatusNotification,
  writeAsyncSendMessage,
  writeGetMessages,
  writeGetMessageStatus,
  writeSendDeliveryNotification,
  writeStatusNotification,
} from '../../index.ts'
import { bodyWith, textOf } from '../test-setup/bodies.ts'
import { damaged, damages, leaf, type Node, unlessFault } from '../test-setup/damaged.ts'

const date = '2026-02-03T10:20:30'
const types = 'http://bip.bee.kz/AsyncChannel/v10/Types'

const node = (name: string, ...children: Node[]): Node => ({ name, children })
const sender = node('sender', leaf('senderId', 'A'), leaf('password', 'p'))
const properties = node('properties', leaf('key', 'k'), leaf('value', 'v'))
const message = [
  node(
    'messageInfo',
    leaf('messageId', 'm'),
    leaf('correlationId', 'c'),
    leaf('serviceId', 'S'),
    leaf('messageType', 'UPDATE'),
    leaf('messageDate', date),
    sender,
    properties,
  ),
  node('messageData', leaf('data', '<a/>')),
]
const error = node('error', leaf('errorCode', 'E'), node('subError', leaf('errorCode', 'E')))

const requests: readonly Node[] = [
  node('t:sendMessage', node('request', ...message)),
  node(
    't:sendDeliveryNotification',
    node(
      'request',
      node(
        'notification',
        leaf('messageId', 'm'),
        leaf('serviceId', 'S'),
        leaf('notificationDate', date),
        node(
          'deliveryStatus',
          leaf('receiveStatus', 'MESSAGE_NOT_ACCEPTED'),
          leaf('statusDate', date),
          leaf('resendMessage', 'RESEND'),
          error,
        ),
      ),
      leaf('requestDate', date),
      sender,
    ),
  ),
  node(
    't:getMessageStatus',
    node('request', leaf('messageId', 'm'), leaf('requestDate', date), sender, properties),
  ),
  node(
    't:getMessages',
    node('request', leaf('serviceId', 'S'), leaf('amount', '3'), sender, properties),
  ),
]
const others: readonly Node[] = [
  node('t:sendMessageResponse', node('response', leaf('messageId', 'm'))),
  node(
    't:getMessagesResponse',
    node('response', leaf('responseDate', date), node('messages', ...message)),
  ),
  node(
    't:changeMassageStatusNotification',
    node(
      'request',
      node(
        'notification',
        leaf('notificationId', '1'),
        leaf('messageId', 'm'),
        leaf('notificationDate', date),
        leaf('messageState', 'DELIVERED'),
        node(
          'status',
          leaf('statusCode', 'C'),
          leaf('statusMessage', ''),
          leaf('statusDate', date),
        ),
        error,
      ),
      leaf('requestDate', date),
    ),
  ),
]

const bodyOf = (content: string) => bodyWith(content, ` xmlns:t="${types}"`)

function writeAgain(request: AsyncRequest): BodyContent {
  if (request.operation === 'sendMessage') {
    return writeAsyncSendMessage(request, payloadOf(request.data))
  }
  if (request.operation === 'sendDeliveryNotification') {
    return writeSendDeliveryNotification(request)
  }
  return request.operation === 'getMessages'
    ? writeGetMessages(request)
    : writeGetMessageStatus(request)
}

/** A date of an error that is none is replaced when it is written. */
const comparable = (request: AsyncRequest) => ({ ...request, data: undefined, error: undefined })

test('a damaged request is read or refused with a Fault, and what is read can be written', () => {
  let read = 0
  let refused = 0
  fc.assert(
    fc.property(fc.constantFrom(...requests), damages, (right, chosen) => {
      const body = bodyOf(damaged(right, chosen))
      const request = unlessFault(() => readAsyncRequest(body))
      if (request === undefined) {
        refused++
        return true
      }
      read++
      asyncPasswordRange(body)
      const again = readAsyncRequest(bodyWith(textOf(writeAgain(request))))
      return isDeepStrictEqual(comparable(again), comparable(request))
    }),
    { numRuns: 2000 },
  )
  expect([read > 200, refused > 200]).toEqual([true, true])
})

test('nothing damaged makes a reader fail otherwise, and a notification that was read can be written', () => {
  let read = 0
  fc.assert(
    fc.property(fc.constantFrom(...others, ...requests), damages, (right, chosen) => {
      const body = bodyOf(damaged(right, chosen))
      for (const reader of [
        readPushAnswer,
        readStatusAnswer,
        readPushedMessage,
        readGetMessagesResponse,
      ]) {
        if (unlessFault(() => reader(body)) !== undefined) read++
      }
      const notification = unlessFault(() => readStatusNotification(body))
      if (notification !== undefined) {
        read++
        readStatusNotification(
          bodyWith(writeStatusNotification(notification.operation, notification)),
        )
      }
    }),
    { numRuns: 2000 },
  )
  expect(read).toBeGreaterThan(200)
})
