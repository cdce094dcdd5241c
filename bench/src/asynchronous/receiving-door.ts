import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dateTime, writeAsyncSendMessageResponse, writeStatusAnswer } from '@arna/message'
import type { Certificate } from '@arna/pki'
import { answerPush, type Pushed, receivePush } from '@arna/sdk'
import { signEnvelope, type SigningKey } from '@arna/xml-security'

/** What the gateway called with. */
export interface Called {
  readonly kind: Pushed['kind']
  readonly messageId: string
  /** Of a status: whether the message was delivered. */
  readonly isDelivered: boolean
}

/** Of each kind so many are read and verified as a member does it, and answered with what is signed now. */
const verified = 5
/** Of each kind so many answers are kept ready, and given in turn. */
const answersReady = 16

/**
 * The address at which a member is called. It answers with what it signed beforehand, so that its own signatures bound
 * nobody. Resolves with the URL when it listens.
 */
export async function openReceivingDoor(
  signer: SigningKey,
  gateway: Certificate,
  onCall: (called: Called) => void,
): Promise<string> {
  const ready = { message: answers(signer, messageAnswer), status: answers(signer, statusAnswer) }
  const seen = { message: 0, status: 0 }

  function take(bytes: Buffer): Buffer {
    const called = readCalled(bytes)
    const { kind } = called
    const number = seen[kind]++
    const answer =
      number < verified
        ? answerPush(verifiedPush(bytes, called, gateway), signer)
        : ready[kind][number % answersReady]!
    onCall(called)
    return answer
  }

  const server = createServer(
    { keepAliveTimeout: 600_000, requestTimeout: 0 },
    (request, response) => gather(request, (bytes) => respond(response, () => take(bytes))),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** What is written of a call without an XML parser: the gateway's own hand is known. */
function readCalled(bytes: Buffer): Called {
  const messageId = between(bytes, '<messageId>', '</messageId>')
  if (messageId === undefined) throw new Error('it names no message')
  const state = between(bytes, '<messageState>', '</messageState>')
  return state === undefined
    ? { kind: 'message', messageId, isDelivered: false }
    : { kind: 'status', messageId, isDelivered: state === 'DELIVERED' }
}

export function between(bytes: Buffer, before: string, after: string): string | undefined {
  const start = bytes.indexOf(before)
  if (start === -1) return undefined
  return bytes.toString('latin1', start + before.length, bytes.indexOf(after, start))
}

function verifiedPush(bytes: Buffer, called: Called, gateway: Certificate): Pushed {
  const pushed = receivePush(bytes, [gateway])
  const { messageId } = pushed.kind === 'message' ? pushed.message : pushed.status
  if (pushed.kind !== called.kind || messageId !== called.messageId) {
    throw new Error('it is not what it looked like')
  }
  return pushed
}

const responseDate = dateTime(new Date())

const messageAnswer = () =>
  writeAsyncSendMessageResponse({ messageId: '1', correlationId: '1', responseDate })

const statusAnswer = () =>
  writeStatusAnswer('changeMassageStatusNotification', {
    responseDate,
    sessionId: '{00000000-0000-0000-0000-000000000000}',
  })

const answers = (signer: SigningKey, content: typeof messageAnswer): Buffer[] =>
  Array.from({ length: answersReady }, () => signEnvelope({ content: content() }, signer))

function gather(request: IncomingMessage, then: (bytes: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => then(Buffer.concat(chunks)))
}

function respond(response: ServerResponse, answer: () => Buffer): void {
  try {
    const bytes = answer()
    const headers = {
      'content-type': 'text/xml; charset=utf-8',
      'content-length': bytes.length,
    }
    response.writeHead(200, headers).end(bytes)
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
}
