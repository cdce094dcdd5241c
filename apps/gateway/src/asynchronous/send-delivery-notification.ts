import { ends, retry, retryDelaySeconds } from '@arna/delivery'
import {
  dateTime,
  type ErrorInfo,
  Fault,
  type SendDeliveryNotification,
  writeSendDeliveryNotificationResponse,
} from '@arna/message'
import type { Authenticated, Reply } from '../exchange.ts'
import { endMessage } from '../courier/end-message.ts'
import type { Context } from './context.ts'
import { requireMessage, unknownMessage, wayTo } from './get-message-status.ts'
import { signedReply } from './signed-reply.ts'

/**
 * The receiver's own verdict on a message (Rules, appendix 1, 1.1): MESSAGE_ACCEPTED ends its delivery; MESSAGE_NOT_ACCEPTED
 * tries again (RESEND) or ends it (NOT_RESEND). The same verdict again is taken again, another one after the end is refused.
 */
export async function sendDeliveryNotification(
  request: Authenticated<SendDeliveryNotification>,
  context: Context,
): Promise<Reply> {
  const { trace, gateway } = context
  const { message, sender, sessionId } = request
  const standing = await trace.stage('authorize', () =>
    requireMessage(message.messageId, request, gateway),
  )
  const isReceiver = standing.receiverId === sender.senderId
  if (!isReceiver || standing.serviceId !== message.serviceId) {
    throw unknownMessage(message.messageId, sender.senderId)
  }
  // Who is no longer a party has a say in what it was given, and in nothing else.
  const isParty = (await wayTo(standing, request.registry, gateway)).way !== 'none'
  if (!isParty && standing.attempts === 0) {
    throw unknownMessage(message.messageId, sender.senderId)
  }
  const notification = await gateway.numbers.next()
  const reply = await trace.stage('answer', () =>
    signedReply(
      writeSendDeliveryNotificationResponse({
        notificationId: String(notification),
        responseDate: dateTime(new Date()),
        sessionId: `{${sessionId}}`,
      }),
      request,
      context,
    ),
  )
  const { isAccepted, isToBeResent } = message
  const error = message.error && bounded(message.error)
  const record = trace.finished(reply)
  const said = error === undefined ? '' : `: ${error.errorCode} ${error.errorMessage}`
  await trace.stage('admit', async () => {
    if (!isAccepted && isToBeResent) {
      const granted = await gateway.journal.move(
        record,
        {},
        retry({
          id: standing.id,
          delaySeconds: retryDelaySeconds(Math.max(1, standing.attempts)),
          status: 'provider-fault',
          detail: `the receiver asks for it again${said}`,
        }),
      )
      if (granted !== undefined) return
      const { state } = await requireMessage(message.messageId, request, gateway)
      throw ended(message.messageId, state)
    }
    const verdict = isAccepted ? ends.confirmed : ends.refused
    const isOurs = await endMessage(
      gateway.courier,
      {
        id: standing.id,
        chain: standing.chain,
        as: verdict,
        ...(!isAccepted && { detail: `the receiver did not accept it${said}`, error }),
      },
      { message: { ...standing, error: undefined, endedAt: undefined }, record },
    )
    if (isOurs) return
    const now = await requireMessage(message.messageId, request, gateway)
    if (now.state !== verdict.state) throw ended(message.messageId, now.state)
    await gateway.journal.write(record)
  })
  gateway.metrics.answered('verdict-taken')
  return reply
}

/** It goes into the store and on to the sender: a few nested errors with a few sentences do, a book does not. */
const mostErrorCharacters = 20_000

const bounded = (error: ErrorInfo): ErrorInfo =>
  JSON.stringify(error).length <= mostErrorCharacters
    ? error
    : { errorCode: error.errorCode, errorMessage: error.errorMessage }

const ended = (messageId: string, state: string): Fault =>
  new Fault('delivery-ended', `the delivery of ${messageId} had ended before: ${state}`)
