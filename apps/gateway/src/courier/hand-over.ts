import type { ClaimedMessage } from '@arna/delivery'
import {
  type BodyContent,
  dateTime,
  type ErrorInfo,
  Fault,
  faultFrom,
  isStatusWord,
  readPushAnswer,
  readStatusAnswer,
  statusOf,
  writePushedMessage,
  writeStatusNotification,
} from '@arna/message'
import type { Push } from '@arna/registry'
import { signEnvelope } from '@arna/xml-security'
import type { Delivery } from '../deliver/deliver.ts'
import { identify } from '../deliver/identify.ts'
import { post } from '../deliver/post.ts'
import { readAnswer } from '../deliver/read-answer.ts'
import type { Turns } from '../turns.ts'
import type { Parcel } from './parcel.ts'

export interface HandingOver extends Omit<Delivery, 'maskKey'> {
  readonly turns: Turns
  readonly onError: (error: unknown) => void
}

/** What came of one attempt. */
export interface Attempt {
  /** What was sent; undefined when it never came to that. */
  readonly sent: Buffer | undefined
  /** What the receiver said, good or not: evidence. */
  readonly answer: Buffer | undefined
  /** Why the registry does without the receiver's signature. */
  readonly waiver: string | undefined
  /** Undefined when the receiver took it. */
  readonly fault: Fault | undefined
}

/** A receiver acknowledges in a few lines, or quotes a whole fault. */
const mostAnswerBytes = 1024 * 1024

/** Calls the receiver once, within the time of its endpoint (Rules, appendix 1, 1.2). Never rejects. */
export async function handOver(
  parcel: Parcel,
  way: Push,
  sessionId: string,
  order: HandingOver,
): Promise<Attempt> {
  const attempt: { -readonly [Key in keyof Attempt]: Attempt[Key] } = {
    sent: undefined,
    answer: undefined,
    waiver: undefined,
    fault: undefined,
  }
  // No sender is called so: what is pushed to a system has a line of its own for the processor.
  const line = `push ${way.key}`
  try {
    const url = new URL(way.url)
    const { headers, token, clientCertificate } = identify(way.authentication, order.secretOf, {
      isEncrypted: url.protocol === 'https:',
    })
    const content = await contentOf(parcel, way, sessionId)
    const sent = await order.turns.run(line, () =>
      signEnvelope({ content, token }, { ...order.signer, reference: way.signer.keyReference }),
    )
    attempt.sent = sent
    const answer = await post(order.upstream.poolFor(way, url, clientCertificate), {
      path: url.pathname + url.search,
      headers,
      body: [sent],
      timeoutMs: way.maxTimeSeconds * 1000,
      maxAnswerBytes: mostAnswerBytes,
    })
    attempt.answer = answer.bytes
    const from = {
      party: way.signer,
      signature: way.signature,
      maxAnswerBytes: mostAnswerBytes,
    }
    const read: (body: Parameters<typeof readPushAnswer>[0]) => unknown =
      parcel.kind === 'status' ? readStatusAnswer : readPushAnswer
    const { waiver } = await order.turns.run(line, () => readAnswer(answer, from, read, order))
    attempt.waiver = waiver
  } catch (error) {
    attempt.fault = faultFrom(error)
    if (attempt.fault.code === 'internal-error') order.onError(error)
  }
  return attempt
}

async function contentOf(
  parcel: Parcel,
  { signer }: Push,
  sessionId: string,
): Promise<BodyContent> {
  const { id, kind, message } = parcel
  if (kind === 'message') return writePushedMessage([await parcel.content()])
  const now = dateTime(new Date())
  const word =
    message.status !== undefined && isStatusWord(message.status) ? message.status : 'delivered'
  const status = statusOf(word, 'ru')
  const date = message.endedAt === undefined ? now : dateTime(message.endedAt)
  const error = errorOf(message, status, date)
  return writeStatusNotification(
    signer.receiver?.statusOperation ?? 'changeMassageStatusNotification',
    {
      notificationId: String(id),
      messageId: String(message.id),
      notificationDate: date,
      messageState: message.state,
      status: { ...status, date },
      ...(error && { error }),
      requestDate: now,
      sessionId: `{${sessionId}}`,
    },
  )
}

/** What the receiver said; where it said nothing, what the gateway knows of it. */
function errorOf(
  { state, detail, error }: ClaimedMessage,
  status: { readonly code: string; readonly message: string },
  errorDate: string,
): ErrorInfo | undefined {
  if (state === 'DELIVERED') return undefined
  if (error !== undefined) return error as ErrorInfo
  return {
    errorCode: status.code,
    errorMessage: status.message,
    errorDate,
    ...(detail !== undefined && { errorData: detail }),
  }
}
