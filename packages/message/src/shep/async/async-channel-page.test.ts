import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Fault } from '../../fault.ts'
import { statusOf, type StatusWord } from '../../status-of.ts'
import { payloadFrom } from '../payload.ts'
import { textOf } from '../test-setup/bodies.ts'
import { writeFault } from '../write.ts'
import {
  writeAsyncSendMessageResponse,
  writeGetMessagesResponse,
  writeGetMessageStatusResponse,
  writeSendDeliveryNotificationResponse,
} from './write-answers.ts'
import { writeAsyncMessage, writeAsyncSendMessage, writePushedMessage } from './write-message.ts'
import {
  writeGetMessages,
  writeGetMessageStatus,
  writeSendDeliveryNotification,
} from './write-requests.ts'
import { writeStatusAnswer, writeStatusNotification } from './write-status-notification.ts'

const at = (second: string): string => `2026-02-03T10:20:${second}+05:00`
const sessionId = '{6f1d2c3b-0a4e-4c55-9d7a-2b8f3c1e5a90}'
const client = { senderId: 'demo-client', password: '…' }
const provider = { senderId: 'demo-service', password: '…' }
const masked = '9b1f0c5d7e2a4836b0c1d2e3f4a5968778695a4b3c2d1e0f1a2b3c4d5e6f7081'
const question = {
  serviceId: 'DemoAsync',
  messageType: 'REQUEST',
  messageDate: at('30.456'),
  sender: client,
  properties: [{ key: 'LANG', value: 'kk' }],
} as const
const ids = { messageId: '216386080', correlationId: '216386081' }
const pushed = { ...ids, ...question, sender: { ...client, password: masked }, sessionId }
const greeting = payloadFrom('<greeting>Сәлем</greeting>')
const statusFor = (word: StatusWord) => ({ ...statusOf(word), date: at('31.002') })
const error = { errorCode: 'E17', errorMessage: 'Нет такого документа', errorDate: at('35.100') }

/** What the page shows, in its order. */
const shown = [
  writeAsyncSendMessage(question, greeting),
  writeAsyncSendMessageResponse({ ...ids, responseDate: at('30.470'), sessionId }),
  writePushedMessage(writeAsyncMessage(pushed, greeting)),
  writeStatusNotification('changeMassageStatusNotification', {
    notificationId: '216386090',
    messageId: ids.messageId,
    notificationDate: at('31.002'),
    messageState: 'DELIVERED',
    status: statusFor('delivered'),
    requestDate: at('31.004'),
    sessionId,
  }),
  writeStatusAnswer('changeMassageStatusNotification', { responseDate: at('31.010'), sessionId }),
  writeGetMessageStatus({
    messageId: ids.messageId,
    requestDate: at('32.000'),
    sender: client,
    properties: [],
  }),
  writeGetMessageStatusResponse({
    messageState: 'ON_DELIVERY',
    status: statusFor('handed-over'),
    responseDate: at('32.008'),
    sessionId,
  }),
  writeGetMessages({
    requestDate: at('33.000'),
    serviceId: 'DemoAsync',
    sender: provider,
    amount: 20,
    properties: [],
  }),
  writeGetMessagesResponse({ responseDate: at('33.012'), sessionId }, [
    writeAsyncMessage(pushed, greeting),
  ]),
  writeSendDeliveryNotification({
    messageId: ids.messageId,
    serviceId: 'DemoAsync',
    notificationDate: at('35.100'),
    statusDate: at('35.100'),
    isAccepted: false,
    isToBeResent: false,
    error,
    requestDate: at('35.100'),
    sender: provider,
  }),
  writeSendDeliveryNotificationResponse({
    notificationId: '216386095',
    responseDate: at('35.112'),
    sessionId,
  }),
  writeFault(new Fault('message-unknown', 'there is no message "17" of demo-client'), {
    at: new Date('2026-02-03T05:20:36.000Z'),
    sessionId,
    detail: { channel: 'async', operation: 'getMessageStatus' },
  }),
].map(textOf)

/** As the page has it: no white space between elements, no comments. */
const plain = (xml: string): string =>
  xml
    .replace(/<!--.*?-->/gs, '')
    .replace(/>\s+</g, '><')
    .trim()

test('docs/protocol/async-channel.md shows what our writers write', () => {
  const page = readFileSync(
    join(import.meta.dirname, '../../../../../docs/protocol/async-channel.md'),
    'utf8',
  )
  const blocks = Array.from(page.matchAll(/```xml\n(.*?)```/gs), ([, block = '']) => plain(block))
  expect(blocks).toEqual(shown.map(plain))
})
