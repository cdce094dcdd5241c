import { createHmac } from 'node:crypto'
import { payloadOf, writeSendMessage } from '@arna/message'
import { type SigningKey, signEnvelope } from '@arna/xml-security'
import type { Delivered, Routed } from '../exchange.ts'
import { identify, type SecretOf } from './identify.ts'
import { post } from './post.ts'
import { type ProviderReading, readProviderAnswer } from './provider-answer.ts'
import type { Upstream } from './upstream.ts'

export interface Delivery extends ProviderReading {
  readonly upstream: Upstream
  readonly secretOf: SecretOf
  readonly signer: SigningKey
  /** Of the gateway alone; see `maskedPassword`. */
  readonly maskKey: Uint8Array
}

/** Writes the message anew around the payload's own bytes, signs it as the gateway, and hands it to the provider. */
export async function deliver(routed: Routed, delivery: Delivery): Promise<Delivered> {
  const { message, service, provider, destination, sessionId } = routed
  const url = new URL(destination.url)
  const { headers, token, clientCertificate } = identify(
    service.authentication,
    delivery.secretOf,
    { isEncrypted: url.protocol === 'https:' },
  )
  const content = writeSendMessage(
    {
      ...message,
      sender: {
        senderId: routed.sender.senderId,
        password: maskedPassword(routed, delivery.maskKey),
      },
      sessionId: `{${sessionId}}`,
    },
    message.data === undefined ? undefined : payloadOf(message.data),
  )
  const body = signEnvelope(
    { content, token },
    { ...delivery.signer, reference: provider.keyReference },
  )
  const answer = await post(delivery.upstream.poolFor(service, url, clientCertificate), {
    path: url.pathname + url.search,
    headers,
    body,
    timeoutMs: destination.timeoutMs,
    maxAnswerBytes: destination.maxAnswerBytes,
  })
  const { response, waiver } = readProviderAnswer(answer, routed, delivery)
  return {
    ...routed,
    response,
    responsePayload: response.data === undefined ? undefined : payloadOf(response.data),
    waiver,
  }
}

/**
 * A provider never sees a sender's password. The field carries 64 hex digits, as receivers know it from SHEP, made under
 * a key of the gateway from both names: stable for a pair, and telling nothing about the password.
 */
const maskedPassword = ({ sender, provider }: Routed, maskKey: Uint8Array): string =>
  createHmac('sha256', maskKey).update(`${sender.senderId}\0${provider.senderId}`).digest('hex')
