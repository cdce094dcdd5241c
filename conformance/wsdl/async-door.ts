import {
  type AsyncFaultOperation,
  type AsyncMessage,
  type AsyncRequest,
  type BodyContent,
  dateTime,
  Fault,
  payloadOf,
  readAsyncRequest,
  readPushedMessage,
  readStatusNotification,
  type StatusNotification,
  writeAsyncMessage,
  writeAsyncSendMessageResponse,
  writeGetMessagesResponse,
  writeGetMessageStatusResponse,
  writeSendDeliveryNotificationResponse,
  writeStatusAnswer,
} from '@arna/message'
import type { XmlElement } from '@arna/xml'
import { type ContractDoor, openContractDoor } from './contract-door.ts'

export interface AsyncDoor extends ContractDoor {
  /** What clients asked, in order. */
  readonly received: readonly AsyncRequest[]
}

export interface ReceiverDoor extends ContractDoor {
  /** What it was called with, in order. */
  readonly received: readonly (AsyncMessage | StatusNotification)[]
}

const responseDate = dateTime(new Date(0))
const sessionId = '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}'

/** The gateway's side: getMessages gives the last message that was sent. The serviceId or messageId FAULT is answered with a fault. */
export async function openAsyncDoor(): Promise<AsyncDoor> {
  const received: AsyncRequest[] = []
  const door = await openContractDoor({
    channel: 'async',
    faultDetail: detailOf,
    answer: (body) => {
      const request = readAsyncRequest(body)
      received.push(request)
      if (Object.values(request).includes('FAULT')) {
        throw new Fault('access-denied', 'A may not call FAULT')
      }
      return answerOf(request, received)
    },
  })
  return { ...door, received }
}

/** The receiver's side: what implements ?wsdl=client. */
export async function openReceiverDoor(): Promise<ReceiverDoor> {
  const received: (AsyncMessage | StatusNotification)[] = []
  const door = await openContractDoor({
    channel: 'async',
    faultDetail: detailOf,
    answer: (body) => {
      if (nameOf(body) === 'sendMessage') {
        const message = readPushedMessage(body)
        received.push(message)
        if (message.serviceId === 'FAULT') throw new Fault('internal-error', 'the disk is full')
        const { messageId = '', correlationId = '' } = message
        return writeAsyncSendMessageResponse({ messageId, correlationId, responseDate })
      }
      const status = readStatusNotification(body)
      received.push(status)
      if (status.messageId === 'FAULT') throw new Fault('internal-error', 'the disk is full')
      return writeStatusAnswer(status.operation, { responseDate, sessionId })
    },
  })
  return { ...door, received }
}

const nameOf = (body: XmlElement): string => body.children()[0]!.localName

const detailOf = (body: XmlElement) =>
  ({ channel: 'async', operation: nameOf(body) as AsyncFaultOperation }) as const

function answerOf(request: AsyncRequest, received: readonly AsyncRequest[]): BodyContent {
  const { operation } = request
  if (operation === 'sendMessage') {
    return writeAsyncSendMessageResponse({ messageId: '1', correlationId: '2', responseDate })
  }
  if (operation === 'sendDeliveryNotification') {
    return writeSendDeliveryNotificationResponse({ notificationId: '3', responseDate, sessionId })
  }
  if (operation === 'getMessageStatus') {
    const status = { code: 'SCSS001', message: 'delivered', date: responseDate }
    const about = { messageState: 'DELIVERED', status, responseDate, sessionId } as const
    return writeGetMessageStatusResponse(about)
  }
  const sent = received.findLast((one) => one.operation === 'sendMessage')!
  const message = writeAsyncMessage({ ...sent, messageId: '1' }, payloadOf(sent.data))
  return writeGetMessagesResponse({ responseDate, sessionId }, [message])
}
