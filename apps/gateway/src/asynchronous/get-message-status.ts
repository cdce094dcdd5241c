import { findChain, findMessage, type MessageStanding, numberOf } from '@arna/delivery'
import {
  dateTime,
  Fault,
  type GetMessageStatus,
  isStatusWord,
  statusOf,
  type StatusWord,
  writeGetMessageStatusResponse,
} from '@arna/message'
import { type Registry, type Way, wayOf } from '@arna/registry'
import type { Authenticated, Reply } from '../exchange.ts'
import type { AsyncGateway, Context } from './context.ts'
import { signedReply } from './signed-reply.ts'

/** Where a message stands, for its sender and its receiver. */
export async function getMessageStatus(
  request: Authenticated<GetMessageStatus>,
  context: Context,
): Promise<Reply> {
  const { trace, gateway } = context
  const { message, sender, sessionId, language, registry } = request
  const standing = await trace.stage('authorize', () =>
    requireMessage(message.messageId, request, gateway),
  )
  const parties = [standing.senderId, standing.receiverId]
  if (!parties.includes(sender.senderId)) throw unknownMessage(message.messageId, sender.senderId)
  const word = await wordOf(standing, registry, gateway)
  const { code, message: text } = statusOf(word, language)
  const reply = await trace.stage('answer', () =>
    signedReply(
      writeGetMessageStatusResponse({
        messageState: standing.state,
        status: {
          code,
          message: standing.detail === undefined ? text : `${text}: ${standing.detail}`,
          date: dateTime(standing.statusAt),
        },
        responseDate: dateTime(new Date()),
        sessionId: `{${sessionId}}`,
      }),
      request,
      context,
    ),
  )
  await gateway.journal.write(trace.finished(reply))
  gateway.metrics.answered('status-told')
  return reply
}

/** Throws Fault 'message-unknown': there is none with this number on this contour. */
export async function requireMessage(
  messageId: string,
  { sender, registry }: Authenticated<{ readonly messageId?: string }>,
  { database }: AsyncGateway,
): Promise<MessageStanding> {
  const id = numberOf(messageId)
  const standing = id === undefined ? undefined : await findMessage(database, id)
  if (standing?.contour === registry.contour) return standing
  throw unknownMessage(messageId, sender.senderId)
}

/** The same for a message that is not there and for one of others. */
export const unknownMessage = (messageId: string, senderId: string): Fault =>
  new Fault('message-unknown', `there is no message ${JSON.stringify(messageId)} of ${senderId}`)

async function wordOf(
  standing: MessageStanding,
  registry: Registry,
  gateway: AsyncGateway,
): Promise<StatusWord> {
  const { state, status } = standing
  if (state === 'ON_DELIVERY' && status !== 'handed-over') {
    const { way } = await wayTo(standing, registry, gateway)
    if (way === 'held') return 'delivery-held'
    if (way === 'none') return 'receiver-unknown'
  }
  return status !== undefined && isStatusWord(status) ? status : 'waiting'
}

/** How its receiver gets it now. */
export async function wayTo(
  { chain, receiverId, serviceId, routeId, senderId }: MessageStanding,
  registry: Registry,
  gateway: AsyncGateway,
): Promise<Way> {
  const initiatorId = await initiatorOf(chain, senderId, gateway)
  return wayOf(registry, { initiatorId, serviceId, receiverId, routeId }, gateway.now())
}

async function initiatorOf(
  chain: number,
  senderId: string,
  { database }: AsyncGateway,
): Promise<string> {
  const found = await findChain(database, chain)
  return found?.initiatorId ?? senderId
}
