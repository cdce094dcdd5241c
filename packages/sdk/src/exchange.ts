import { type BodyContent, type ErrorInfo, openEnvelope, readFault } from '@arna/message'
import type { Certificate } from '@arna/pki'
import type { XmlElement } from '@arna/xml'
import { signEnvelope, type SigningKey } from '@arna/xml-security'
import { type Dispatcher, request } from 'undici'
import { read, readSignedBody } from './signed-body.ts'

/** A door of the gateway, and who knocks. */
export interface Door {
  readonly url: string
  readonly sender: { readonly senderId: string; readonly password: string }
  readonly signer: SigningKey
  /** Certificates that the gateway's answer may be signed with (two during a rollover). */
  readonly trustedGateways: readonly Certificate[]
  /** Default 65 s: the longest time of a service is 30 s (Rules, appendix 2), acceptance up to a minute (paragraph 47). */
  readonly timeoutMs?: number
  readonly maxAnswerBytes?: number
  /** undici's way to give own CAs, client certificates and proxies. */
  readonly dispatcher?: Dispatcher
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

export interface Exchanged {
  /** Covered by the gateway's signature. */
  readonly body: XmlElement
  readonly sent: Uint8Array
  readonly received: Uint8Array
}

/** Signs one request, sends it, and checks the gateway's signature of the answer. Throws CallError for a fault. */
export async function exchange(content: BodyContent, door: Door): Promise<Exchanged> {
  const sent = signEnvelope({ content }, door.signer)
  return { sent, ...(await sendSigned(sent, door)) }
}

/** The same bytes again are a repeat: the gateway stores and delivers them once. */
export async function sendSigned(
  sent: Uint8Array,
  door: Omit<Door, 'signer' | 'sender'>,
): Promise<Omit<Exchanged, 'sent'>> {
  const { status, received } = await post(door, sent)
  const maxBytes = door.maxAnswerBytes ?? fiftyMegabytes
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
  const { body } = readSignedBody(document, door.trustedGateways)
  return { body, received }
}

async function post(
  door: Omit<Door, 'signer' | 'sender'>,
  sent: Uint8Array,
): Promise<{ status: number; received: Buffer }> {
  const timeoutMs = door.timeoutMs ?? 65_000
  const answer = await request(door.url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: sent,
    signal: AbortSignal.timeout(timeoutMs),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    ...(door.dispatcher !== undefined && { dispatcher: door.dispatcher }),
  })
  return { status: answer.statusCode, received: Buffer.from(await answer.body.arrayBuffer()) }
}
