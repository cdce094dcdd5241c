import { randomUUID } from 'node:crypto'
import {
  type ErrorInfo,
  openEnvelope,
  type Payload,
  readFault,
  readSendMessageResponse,
  type SendMessageResponse,
  dateTime,
  writeSendMessage,
} from '@arna/message'
import type { Certificate } from '@arna/pki'
import { signEnvelope, type SigningKey } from '@arna/xml-security'
import { type Dispatcher, request } from 'undici'
import { read, readSignedBody } from './signed-body.ts'

export interface Call {
  /** The door of the gateway, as in `http://host/bip-sync-wss-gost/`. */
  readonly url: string
  readonly sender: { readonly senderId: string; readonly password: string }
  readonly signer: SigningKey
  /** Certificates that the gateway's answer may be signed with (two during a rollover). */
  readonly trustedGateways: readonly Certificate[]
  readonly serviceId: string
  readonly payload?: Payload
  readonly messageId?: string
  readonly routeId?: string
  /** Default 65 s: the longest time of a service is 30 s (Rules, appendix 2), acceptance up to a minute (paragraph 47). */
  readonly timeoutMs?: number
  readonly maxAnswerBytes?: number
  /** undici's way to give own CAs, client certificates and proxies. */
  readonly dispatcher?: Dispatcher
}

/** What came back; everything in it was covered by the gateway's signature. */
export interface Answer extends SendMessageResponse {
  readonly requestMessageId: string
  readonly sent: Uint8Array
  readonly received: Uint8Array
}

/** The gateway answered with a fault: `errorInfo` says who must mend what. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly httpStatus: number
  readonly errorInfo: ErrorInfo | undefined
  constructor(message: string, httpStatus: number, errorInfo?: ErrorInfo) {
    super(message)
    this.httpStatus = httpStatus
    this.errorInfo = errorInfo
  }
}

const fiftyMegabytes = 50 * 1024 * 1024

/** Signs one request of the synchronous channel, sends it, and returns the answer after checking the gateway's signature. */
export async function callService(call: Call): Promise<Answer> {
  const requestMessageId = call.messageId ?? randomUUID()
  const content = writeSendMessage(
    {
      messageId: requestMessageId,
      serviceId: call.serviceId,
      messageDate: dateTime(new Date()),
      sender: call.sender,
      properties: [],
      ...(call.routeId !== undefined && { routeId: call.routeId }),
    },
    call.payload,
  )
  const sent = signEnvelope({ content }, call.signer)
  const { status, received } = await post(call, sent)

  const maxBytes = call.maxAnswerBytes ?? fiftyMegabytes
  let document
  try {
    document = read(received, maxBytes)
  } catch (error) {
    throw new CallError(`HTTP ${status} and no SOAP answer: ${(error as Error).message}`, status)
  }
  const fault = readFault(openEnvelope(document).body)
  if (fault !== undefined) {
    const code = fault.errorInfo?.errorCode ?? fault.faultcode
    throw new CallError(`${code}: ${fault.faultstring}`, status, fault.errorInfo)
  }
  const { body } = readSignedBody(document, call.trustedGateways)
  return { ...readSendMessageResponse(body), requestMessageId, sent, received }
}

async function post(call: Call, sent: Uint8Array): Promise<{ status: number; received: Buffer }> {
  const timeoutMs = call.timeoutMs ?? 65_000
  const answer = await request(call.url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: sent,
    signal: AbortSignal.timeout(timeoutMs),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    ...(call.dispatcher !== undefined && { dispatcher: call.dispatcher }),
  })
  return { status: answer.statusCode, received: Buffer.from(await answer.body.arrayBuffer()) }
}
