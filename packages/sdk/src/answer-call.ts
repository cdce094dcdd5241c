import {
  type BodyContent,
  type Fault,
  openEnvelope,
  type Payload,
  readSendMessage,
  type SendMessage,
  type SendMessageResponseInfo,
  writeFault,
  writeSendMessageResponse,
} from '@arna/message'
import type { Certificate } from '@arna/pki'
import { signEnvelope, type SigningKey, writeEnvelope } from '@arna/xml-security'
import { read, readSignedBody } from './signed-body.ts'

export interface ReceivedCall {
  readonly message: SendMessage
  readonly soap: '1.1' | '1.2'
}

const fiftyMegabytes = 50 * 1024 * 1024

/** For a provider: reads a request that a known gateway signed. Throws XmlError, SignatureError or Fault. */
export function receiveCall(
  bytes: Uint8Array,
  trustedGateways: readonly Certificate[],
  maxBytes: number = fiftyMegabytes,
): ReceivedCall {
  const document = read(bytes, maxBytes)
  const { soap } = openEnvelope(document)
  const { body } = readSignedBody(document, trustedGateways)
  return { message: readSendMessage(body), soap }
}

/** For a provider: the signed answer to a call (Rules, paragraph 59: every message is signed). */
export function answerCall(
  response: SendMessageResponseInfo,
  payload: Payload | undefined,
  signer: SigningKey,
  soap: '1.1' | '1.2' = '1.1',
): Buffer {
  return signEnvelope({ content: writeSendMessageResponse(response, payload), soap }, signer)
}

/** For a provider: a fault as clients of the channel expect it. */
export function faultAnswer(fault: Fault, soap: '1.1' | '1.2' = '1.1'): Buffer {
  const content: BodyContent = writeFault(fault, { soap, at: new Date() })
  return writeEnvelope({ content, soap })
}
