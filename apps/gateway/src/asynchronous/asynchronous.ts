import {
  type AsyncRequest,
  type AsyncSendMessage,
  type GetMessages,
  type GetMessageStatus,
  readAsyncRequest,
  type SendDeliveryNotification,
} from '@arna/message'
import { authenticate, type Contract } from '../authenticate/authenticate.ts'
import { openMessage } from '../envelope/open-message.ts'
import type { Authenticated, Received, Reply } from '../exchange.ts'
import { openedInTurn, refuse } from '../gateway.ts'
import { startTrace } from '../trace.ts'
import type { AsyncGateway, Context } from './context.ts'
import { getMessageStatus } from './get-message-status.ts'
import { getMessages } from './get-messages.ts'
import { sendDeliveryNotification } from './send-delivery-notification.ts'
import { sendMessage } from './send-message.ts'

/**
 * The life of one request of the asynchronous channel: the same stages up to who sent it, then the operation that it asks
 * for. Handing messages over is the courier's, see `courier/`.
 */
export async function acceptAsync(received: Received, gateway: AsyncGateway): Promise<Reply> {
  const trace = startTrace(received, gateway.metrics.observe)
  try {
    const opened = await trace.stage('envelope', () =>
      openedInTurn(received, gateway, () =>
        openMessage(received, gateway, trace.speaks, readAsyncRequest),
      ),
    )
    trace.claims(opened)
    const line = opened.claimed.sender?.senderId ?? ''
    const inTurn = <T>(work: () => T | Promise<T>): Promise<T> => gateway.turns.run(line, work)
    const request = await trace.stage('authenticate', () =>
      inTurn(() => authenticate(opened, gateway, asyncContract)),
    )
    trace.proves(request)
    // Whoever named no sender is known now.
    const { senderId } = request.sender
    const inOwnTurn = <T>(work: () => T | Promise<T>): Promise<T> =>
      gateway.turns.run(senderId, work)
    return await perform(request, { trace, gateway, inTurn: inOwnTurn })
  } catch (error) {
    return await refuse(error, trace, gateway)
  }
}

/** The contract lets receivers and whoever asks leave the password out, and some of them the sender. */
const asyncContract: Contract<AsyncRequest> = {
  read: readAsyncRequest,
  needsPassword: ({ operation }) => operation === 'sendMessage',
}

async function perform(request: Authenticated<AsyncRequest>, context: Context): Promise<Reply> {
  const { operation } = request.message
  if (operation === 'sendMessage') {
    return sendMessage(request as Authenticated<AsyncSendMessage>, context)
  }
  if (operation === 'sendDeliveryNotification') {
    return sendDeliveryNotification(request as Authenticated<SendDeliveryNotification>, context)
  }
  if (operation === 'getMessageStatus') {
    return getMessageStatus(request as Authenticated<GetMessageStatus>, context)
  }
  return getMessages(request as Authenticated<GetMessages>, context)
}
