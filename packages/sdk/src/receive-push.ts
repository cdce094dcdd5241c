import {
  type AsyncMessage,
  dateTime,
  openEnvelope,
  readPushedMessage,
  readStatusNotification,
  type StatusNotification,
  writeAsyncSendMessageResponse,
  writeStatusAnswer,
} from '@arna/message'
import type { Certificate } from '@arna/pki'
import { signEnvelope, type SigningKey } from '@arna/xml-security'
import { read, readSignedBody } from './signed-body.ts'

/** What the gateway calls a receiver with. */
export type Pushed = { readonly soap: '1.1' | '1.2' } & (
  | { readonly kind: 'message'; readonly message: AsyncMessage }
  | { readonly kind: 'status'; readonly status: StatusNotification }
)

const fiftyMegabytes = 50 * 1024 * 1024

/** For a receiver: reads what a known gateway signed. Throws XmlError, SignatureError or Fault. */
export function receivePush(
  bytes: Uint8Array,
  trustedGateways: readonly Certificate[],
  maxBytes: number = fiftyMegabytes,
): Pushed {
  const document = read(bytes, maxBytes)
  const { soap } = openEnvelope(document)
  const { body } = readSignedBody(document, trustedGateways)
  const [content] = body.children()
  return content?.localName === 'sendMessage'
    ? { kind: 'message', soap, message: readPushedMessage(body) }
    : { kind: 'status', soap, status: readStatusNotification(body) }
}

/** For a receiver: the signed acknowledgement. Give it when the message is safe: it ends the delivery. */
export function answerPush(pushed: Pushed, signer: SigningKey): Buffer {
  const responseDate = dateTime(new Date())
  const content =
    pushed.kind === 'message'
      ? writeAsyncSendMessageResponse({
          messageId: pushed.message.messageId ?? '',
          correlationId: pushed.message.correlationId ?? '',
          responseDate,
          ...(pushed.message.sessionId !== undefined && { sessionId: pushed.message.sessionId }),
        })
      : writeStatusAnswer(pushed.status.operation, {
          responseDate,
          sessionId: pushed.status.sessionId ?? '{00000000-0000-0000-0000-000000000000}',
        })
  return signEnvelope({ content, soap: pushed.soap }, signer)
}
