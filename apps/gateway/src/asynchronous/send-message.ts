import { accept, findByDigest, type Lease, sealContent } from '@arna/delivery'
import {
  type AsyncSendMessage,
  asyncPasswordRange,
  dateTime,
  Fault,
  payloadOf,
  soapMediaTypes,
  writeAsyncMessage,
  writeAsyncSendMessageResponse,
  writePushedMessage,
} from '@arna/message'
import { scan } from '@arna/xml'
import { writeEnvelope } from '@arna/xml-security'
import { maskedPassword } from '../deliver/masked-password.ts'
import type { Authenticated, Reply } from '../exchange.ts'
import { checkSentPayload } from '../payload/check-payload.ts'
import { address, type Addressed } from './address.ts'
import type { Context } from './context.ts'
import { signedReply } from './signed-reply.ts'

/**
 * Accepts a message: from the moment in which its sender has the answer, it is never lost. Record, message and delivery are
 * durable in one moment; the same signed bytes are stored once, and get the first answer.
 */
export async function sendMessage(
  request: Authenticated<AsyncSendMessage>,
  context: Context,
): Promise<Reply> {
  const { trace, gateway, inTurn } = context
  const { sender, message } = request
  const addressed = await trace.stage('authorize', () => address(request, gateway))
  const { service, is } = addressed
  await trace.stage('payload', () =>
    checkSentPayload({ service, data: message.data, sender, is }, gateway, inTurn),
  )
  const leave = await trace.stage('queue', () =>
    gateway.places.take({
      senderId: sender.senderId,
      senderPlaces: sender.maxConcurrent,
      serviceId: `asynchronous ${service.serviceId}`,
      servicePlaces: mostAccepting,
    }),
  )
  try {
    if (gateway.recentMessages.has(request.signedDigest)) {
      const first = await trace.stage('repeat', () => firstAnswer(request, context))
      if (first !== undefined) return first
    }
    gateway.recentMessages.add(request.signedDigest)
    return await acceptOnce(request, addressed, context)
  } finally {
    leave()
  }
}

/** Accepting waits for the journal and for nobody's system: only what one sender may have at a time bounds it. */
const mostAccepting = 10_000

const longBytes = 256 * 1024

async function acceptOnce(
  request: Authenticated<AsyncSendMessage>,
  addressed: Addressed,
  context: Context,
): Promise<Reply> {
  const { trace, gateway, inTurn } = context
  const { message, sender, sessionId, signedDigest, registry } = request
  const { service, initiatorId, providerId, receiver, chain } = addressed
  const id = await gateway.numbers.next()
  const chainId = chain?.id ?? (await gateway.numbers.next())
  const queue = await gateway.queues.open({
    contour: registry.contour,
    kind: 'message',
    receiverId: receiver.senderId,
    initiatorId,
    serviceId: service.serviceId,
  })
  trace.names(String(id))
  const { content, reply } = await trace.stage('answer', async () => ({
    content: await inTurn(() =>
      contentOf(request, { id, chainId, receiverId: receiver.senderId }, context),
    ),
    reply: await signedReply(
      writeAsyncSendMessageResponse({
        messageId: String(id),
        correlationId: String(chainId),
        responseDate: dateTime(new Date()),
        sessionId: `{${sessionId}}`,
      }),
      request,
      context,
    ),
  }))
  // A long one would lie in memory until its turn comes: it is read again then.
  const isLong = content.byteLength > longBytes
  const reserved = isLong ? undefined : gateway.courier.reserve(queue, message.routeId)
  const lease: Lease | undefined = reserved?.lease
  try {
    const granted = await trace.stage('admit', () =>
      gateway.journal.move(
        trace.finished(reply),
        { request: requestPayload(request), reply: { bytes: reply.bytes, answers: signedDigest } },
        accept({
          id,
          chain: chainId,
          opens: chain === undefined,
          contour: registry.contour,
          digest: signedDigest,
          type: message.messageType,
          senderId: sender.senderId,
          receiverId: receiver.senderId,
          initiatorId,
          providerId,
          serviceId: service.serviceId,
          routeId: message.routeId,
          queue: queue.id,
          expirySeconds: service.asynchronous.expirySeconds,
          content: sealContent(gateway.contentCipher, id, [content]),
          lease,
        }),
      ),
    )
    if (granted === undefined) {
      const first = await trace.stage('repeat', () => firstAnswer(request, context))
      if (first !== undefined) return first
      throw new Fault(
        'chain-unknown',
        `the chain ${chainId} has ended or got another provider meanwhile`,
      )
    }
    if (granted.note !== 'behind') {
      if (reserved === undefined) gateway.courier.wake(queue)
      else {
        reserved.start({
          kind: 'message',
          id,
          attempt: 1,
          isLong: false,
          content: () => Promise.resolve(content),
          message: {
            id,
            chain: chainId,
            type: message.messageType,
            senderId: sender.senderId,
            receiverId: receiver.senderId,
            serviceId: service.serviceId,
            routeId: message.routeId,
            state: 'ON_DELIVERY',
            status: undefined,
            detail: undefined,
            error: undefined,
            endedAt: undefined,
          },
        })
      }
    }
    requireInTime(request, context)
    gateway.metrics.answered('accepted')
    return reply
  } finally {
    reserved?.release()
  }
}

/** The message is kept and will be delivered: only the operator is told (Rules, paragraph 47). */
function requireInTime(request: Authenticated<AsyncSendMessage>, { gateway }: Context): void {
  const tookMs = performance.now() - request.receivedMs
  if (tookMs > gateway.acceptanceMs) gateway.acceptanceTooLong(request, tookMs)
}

function contentOf(
  { message, sender, sessionId }: Authenticated<AsyncSendMessage>,
  { id, chainId, receiverId }: { id: number; chainId: number; receiverId: string },
  { gateway }: Context,
): Buffer {
  const parts = writeAsyncMessage(
    {
      ...message,
      messageId: String(id),
      correlationId: String(chainId),
      sender: {
        senderId: sender.senderId,
        password: maskedPassword(sender.senderId, receiverId, gateway.maskKey),
      },
      sessionId: `{${sessionId}}`,
    },
    payloadOf(message.data),
  )
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)))
  requireWritable(content)
  return content
}

/** Room for what stands around a payload that was itself read within the limits. */
const deepest = 128 + 64

/** What may not be handed over must not be accepted: our envelope inherits what the sender's declared. Throws XmlError. */
function requireWritable(content: Buffer): void {
  const envelope = writeEnvelope({ content: writePushedMessage([content]) })
  scan(envelope, { maxBytes: envelope.length, maxDepth: deepest })
}

function requestPayload({ bytes, document, envelope }: Authenticated<AsyncSendMessage>) {
  const shift = document.bytes.byteOffset - bytes.byteOffset
  const password = asyncPasswordRange(envelope.body)
  return {
    bytes,
    ...(password && { cut: [{ start: password.start + shift, end: password.end + shift }] }),
  }
}

const repeatHeader = 'arna-repeat-of'

/** What the first message with these signed bytes was answered: its own bytes, or the same ids when these are no longer kept. */
async function firstAnswer(
  request: Authenticated<AsyncSendMessage>,
  context: Context,
): Promise<Reply | undefined> {
  const { trace, gateway } = context
  const first = await findByDigest(gateway.database, request.signedDigest)
  if (first === undefined) return undefined
  trace.repeats(first.sessionId)
  trace.names(String(first.id))
  const outcome = await gateway.journal.outcome(first.sessionId, request.signedDigest)
  const kept: Reply =
    outcome?.reply === undefined
      ? await signedReply(
          writeAsyncSendMessageResponse({
            messageId: String(first.id),
            correlationId: String(first.chain),
            responseDate: dateTime(first.acceptedAt),
            sessionId: `{${first.sessionId}}`,
          }),
          request,
          context,
        )
      : {
          status: 200,
          contentType: soapMediaTypes[request.envelope.soap],
          bytes: outcome.reply,
        }
  const reply = { ...kept, headers: { [repeatHeader]: `{${first.sessionId}}` } }
  await gateway.journal.write(trace.finished(reply))
  gateway.metrics.answered('repeated')
  return reply
}
