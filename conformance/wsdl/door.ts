import {
  dateTime,
  Fault,
  payloadOf,
  readSendMessage,
  type SendMessage,
  writeSendMessageResponse,
} from '@arna/message'
import { type ContractDoor, openContractDoor } from './contract-door.ts'

export interface Door extends ContractDoor {
  /** What clients sent, in order. */
  readonly received: readonly SendMessage[]
}

/** Answers SendMessage with the data that came; the serviceId FAULT is answered with a fault. */
export async function openDoor(): Promise<Door> {
  const received: SendMessage[] = []
  const door = await openContractDoor({
    channel: 'sync',
    answer: (body) => {
      const message = readSendMessage(body)
      received.push(message)
      if (message.serviceId === 'FAULT') throw new Fault('access-denied', 'A may not call FAULT')
      return writeSendMessageResponse(
        {
          messageId: 'answer-1',
          responseDate: dateTime(new Date(0)),
          status: { code: 'SCSS001', message: 'Message has been processed successfully' },
        },
        message.data === undefined ? undefined : payloadOf(message.data),
      )
    },
  })
  return { ...door, received }
}
