import { ends, fetch, type Fetched, numberOf, openContent } from '@arna/delivery'
import {
  type BodyContent,
  dateTime,
  Fault,
  type GetMessages,
  writeGetMessagesResponse,
} from '@arna/message'
import { type MessageRecord, newSessionId } from '@arna/journal'
import { type Service, wayOf } from '@arna/registry'
import { endMessage } from '../courier/end-message.ts'
import type { Authenticated, Reply } from '../exchange.ts'
import type { AsyncGateway, Context } from './context.ts'
import { signedReply } from './signed-reply.ts'

const usualAmount = 20
const mostAmount = 100
/** Of the contents of one answer; one message is given whatever it has. */
const mostBytes = 16 * 1024 * 1024

/**
 * What waits for the one who asks, of one service: by message, by chain, or all of it, oldest first (Rules, appendix 1, 1.1).
 * What was given stays with the receiver for a lease; without its notification it comes again, unless the service says that
 * what was fetched is delivered.
 */
export async function getMessages(
  request: Authenticated<GetMessages>,
  context: Context,
): Promise<Reply> {
  const { trace, gateway } = context
  const { message, sessionId } = request
  const service = await trace.stage('authorize', () => requireService(request))
  const { asynchronous } = service
  const taken = await trace.stage('queue', () => take(request, service, gateway))
  const messages = await trace.stage('deliver', () =>
    taken.map((one): BodyContent => [openContent(gateway.journalKey, one.id, one.content)]),
  )
  const reply = await trace.stage('answer', () =>
    signedReply(
      writeGetMessagesResponse(
        { responseDate: dateTime(new Date()), sessionId: `{${sessionId}}` },
        messages,
      ),
      request,
      context,
    ),
  )
  if (message.messageId !== undefined) trace.names(message.messageId)
  // What comes again was kept when it was given first: whoever asks for it for ever fills no journal.
  const isNew = taken.some(({ wasHandedOver }) => !wasHandedOver)
  const kept = isNew ? { reply: { bytes: reply.bytes } } : {}
  const isEnding = asynchronous.fetchedIsDelivered && taken.length > 0
  // Each is found under its own number; where the end says it, or the request itself, once is enough.
  const each = isEnding || message.messageId !== undefined ? [] : taken
  await trace.stage('admit', () =>
    Promise.all([
      gateway.journal.write(trace.finished(reply), kept),
      ...each.map((one) => gateway.journal.write(fetchedRecord(one, request))),
    ]),
  )
  gateway.metrics.answered('fetched')
  if (!isEnding) return reply
  return {
    ...reply,
    // An answer that was cut off, or whose process died, leaves them in the receiver's line: they come again.
    sent: () => {
      Promise.all(taken.map((one) => endFetched(one, request, gateway))).catch(
        gateway.courier.order.onError,
      )
    },
  }
}

/** Whoever owns the service or may call it; a suspension only empties the answer. */
function requireService({ registry, sender, message }: Authenticated<GetMessages>): Service {
  const { serviceId } = message
  const service = registry.service(serviceId)
  if (service === undefined) {
    throw new Fault('service-unknown', `no service ${JSON.stringify(serviceId)} here`)
  }
  const isParty =
    service.owner === sender.senderId ||
    registry.connection(sender.senderId, serviceId) !== undefined
  if (isParty) return service
  throw new Fault('access-denied', `${sender.senderId} has no connection to ${serviceId}`)
}

async function take(
  { registry, sender, message }: Authenticated<GetMessages>,
  { asynchronous }: Service,
  gateway: AsyncGateway,
): Promise<Fetched[]> {
  const lines = await gateway.queues.ofReceiver({
    contour: registry.contour,
    receiverId: sender.senderId,
    serviceId: message.serviceId,
  })
  const now = gateway.now()
  const open = lines.filter(({ initiatorId, receiverId, serviceId }) => {
    const { way } = wayOf(registry, { initiatorId, receiverId, serviceId }, now)
    return way === 'push' || way === 'pull'
  })
  const messageId = idOf(message.messageId)
  const chain = idOf(message.correlationId)
  // A number that is none of ours is nobody's.
  if (open.length === 0 || messageId === null || chain === null) return []
  return fetch(gateway.database, {
    queues: open.map(({ id }) => id),
    limit: Math.min(message.amount ?? usualAmount, mostAmount),
    leaseSeconds: asynchronous.leaseSeconds,
    mostBytes,
    messageId,
    chain,
  })
}

function idOf(text: string | undefined): number | null | undefined {
  return text === undefined ? undefined : (numberOf(text) ?? null)
}

async function endFetched(
  one: Fetched,
  request: Authenticated<GetMessages>,
  { courier }: AsyncGateway,
): Promise<void> {
  const { id, message } = one
  await endMessage(
    courier,
    { id, chain: message.chain, as: ends.fetched },
    { message, record: fetchedRecord(one, request) },
  )
}

const fetchedRecord = (
  { id, message }: Fetched,
  { sender, registry, remoteAddress, sessionId }: Authenticated<GetMessages>,
): MessageRecord => ({
  kind: 'finished',
  sessionId: newSessionId(),
  messageId: String(id),
  senderId: message.senderId,
  serviceId: message.serviceId,
  registryNumber: registry.number,
  remoteAddress,
  detail: `fetched by ${sender.senderId}, session {${sessionId}}`,
  stageTimes: [],
})
