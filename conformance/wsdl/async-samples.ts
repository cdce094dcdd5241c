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
  writeSendDeliveryNotification,
  writeSendDeliveryNotificationResponse,
  writeStatusAnswer,
  writeStatusNotification,
} from '@arna/message'

const date = dateTime(new Date(0))
const sessionId = '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}'
const sender = { senderId: 'client', password: 'secret' }
const properties = [{ key: 'A', value: '1' }]
const status = { code: 'SCSS001', message: 'я'.repeat(300), date }
const error = { errorCode: 'E1', errorMessage: 'no', errorDate: date }
const info = {
  messageId: '1',
  correlationId: '2',
  serviceId: 'ECHO',
  messageType: 'RESPONSE',
  routeId: 'R',
  messageDate: date,
  sender,
  properties,
  sessionId,
} as const
const inline = payloadFrom(Buffer.from('<a xmlns="urn:a"/>'))

const texts = (content: BodyContent): string => content.map((part) => Buffer.from(part)).join('')

/** The element in the detail of a fault. */
const detail = (operation: 'sendMessage' | 'getMessages' | 'changeMassageStatusNotification') =>
  /<(ns2:\w+) .*<\/\1>/s.exec(
    texts(
      writeFault(new Fault('provider-fault', 'E1', { subError: error }), {
        at: new Date(0),
        sessionId,
        detail: { channel: 'async', operation },
      }),
    ),
  )![0]

/** What stands in the Body, as our writers make it, by the schema that knows it. */
export const asyncSamples = {
  'AsyncChannel-v10-Types.xsd': {
    'message.xml': texts(writeAsyncSendMessage(info, payloadFrom('<қ/>'))),
    'taken.xml': texts(
      writeAsyncSendMessageResponse({
        messageId: '1',
        correlationId: '2',
        responseDate: date,
        sessionId,
      }),
    ),
    'verdict.xml': texts(
      writeSendDeliveryNotification({
        messageId: '1',
        serviceId: 'ECHO',
        notificationDate: date,
        statusDate: date,
        isAccepted: false,
        isToBeResent: true,
        error,
        requestDate: date,
        sender,
      }),
    ),
    'verdict-taken.xml': texts(
      writeSendDeliveryNotificationResponse({ notificationId: '3', responseDate: date, sessionId }),
    ),
    'question.xml': texts(
      writeGetMessageStatus({ messageId: '1', requestDate: date, sender, properties }),
    ),
    'status.xml': texts(
      writeGetMessageStatusResponse({
        messageState: 'ON_DELIVERY',
        status,
        responseDate: date,
        sessionId,
      }),
    ),
    'selection.xml': texts(
      writeGetMessages({ correlationId: '2', serviceId: 'ECHO', sender, amount: 5, properties }),
    ),
    'messages.xml': texts(
      writeGetMessagesResponse({ responseDate: date, sessionId }, [
        writeAsyncMessage(info, inline),
        writeAsyncMessage(info, payloadFrom('қ')),
      ]),
    ),
    'fault.xml': detail('sendMessage'),
    'fault-of-messages.xml': detail('getMessages'),
  },
  'AsyncChannel-v10-Types-Client.xsd': {
    'change.xml': texts(
      writeStatusNotification('changeMassageStatusNotification', {
        notificationId: '7',
        messageId: '1',
        notificationDate: date,
        messageState: 'NOT_DELIVERED',
        status,
        error,
        requestDate: date,
        sessionId,
      }),
    ),
    'change-taken.xml': texts(
      writeStatusAnswer('changeMassageStatusNotification', { responseDate: date, sessionId }),
    ),
    'fault-of-change.xml': detail('changeMassageStatusNotification'),
  },
}
