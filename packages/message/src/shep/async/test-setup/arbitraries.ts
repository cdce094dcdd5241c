import fc from 'fast-check'
import type {
  AsyncMessageInfo,
  DeliveryNotification,
  ErrorInfo,
  GetMessageStatusResponse,
  MessagesQuery,
  MessageStatusQuery,
  StatusNotificationInfo,
} from '../../../index.ts'

// Only tests use this file: everything that the asynchronous channel can say.

const sessionId = fc.constant('{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}')

const id = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => text.trim() === text && !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text))

const date = fc.constantFrom('2026-02-03T10:20:30', '2026-02-03T10:20:30.456+05:00')

const sender = fc.record({ senderId: id, password: id }, { requiredKeys: ['senderId'] })

const properties = fc.array(
  fc.record({ key: id.map((text) => [...text].slice(0, 30).join('')), value: id }),
  { maxLength: 3 },
)

const { error } = fc.letrec<{ error: ErrorInfo }>((tie) => ({
  error: fc.record(
    {
      errorCode: id,
      errorMessage: id,
      errorData: id,
      errorDate: date,
      subError: fc.oneof({ depthSize: 'small' }, fc.constant(undefined), tie('error')),
      sessionId,
    },
    { requiredKeys: ['errorCode', 'errorMessage', 'errorDate'] },
  ) as fc.Arbitrary<ErrorInfo>,
}))

/** Without keys that hold undefined, which reading never gives. */
const withoutHoles = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

const errorInfo = error.map(withoutHoles)

const messageState = fc.constantFrom(
  ...(['ON_DELIVERY', 'DELIVERED', 'NOT_DELIVERED', 'DELIVERY_STOPPED'] as const),
)

const status = fc.record({ code: id, message: id, date })

export const asyncMessageInfo: fc.Arbitrary<AsyncMessageInfo> = fc.record(
  {
    messageId: id,
    correlationId: id,
    serviceId: id,
    messageType: fc.constantFrom(...(['REQUEST', 'RESPONSE', 'NOTIFICATION', 'UPDATE'] as const)),
    routeId: id,
    messageDate: date,
    sender,
    properties,
    sessionId,
  },
  { requiredKeys: ['serviceId', 'messageType', 'messageDate', 'sender', 'properties'] },
)

export const deliveryNotification: fc.Arbitrary<DeliveryNotification> = fc.record(
  {
    messageId: id,
    serviceId: id,
    notificationDate: date,
    statusDate: date,
    isAccepted: fc.boolean(),
    isToBeResent: fc.boolean(),
    error: errorInfo,
    requestDate: date,
    sender,
  },
  {
    requiredKeys: [
      'messageId',
      'serviceId',
      'notificationDate',
      'statusDate',
      'isAccepted',
      'isToBeResent',
      'requestDate',
    ],
  },
)

export const messageStatusQuery: fc.Arbitrary<MessageStatusQuery> = fc.record({
  messageId: id,
  requestDate: date,
  sender,
  properties,
})

export const messagesQuery: fc.Arbitrary<MessagesQuery> = fc.record(
  {
    messageId: id,
    correlationId: id,
    requestDate: date,
    serviceId: id,
    sender,
    amount: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    properties,
  },
  { requiredKeys: ['serviceId', 'properties'] },
)

export const messageStatusResponse: fc.Arbitrary<GetMessageStatusResponse> = fc.record(
  { messageState, status, responseDate: date, sessionId },
  { requiredKeys: ['messageState', 'status', 'responseDate'] },
)

export const statusNotification: fc.Arbitrary<StatusNotificationInfo> = fc.record(
  {
    notificationId: id,
    messageId: id,
    notificationDate: date,
    messageState,
    status,
    error: errorInfo,
    requestDate: date,
    sessionId,
  },
  {
    requiredKeys: [
      'notificationId',
      'messageId',
      'notificationDate',
      'messageState',
      'status',
      'requestDate',
    ],
  },
)
