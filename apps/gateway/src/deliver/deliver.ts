import { createHmac } from 'node:crypto'
import { payloadOf, writeSendMessage } from '@arna/message'
import { type SigningKey, signEnvelope } from '@arna/xml-security'
import type { Delivered, Routed } from '../exchange.ts'
import { type ProviderReading, readProviderAnswer } from './provider-answer.ts'
import { post, type Upstream } from './upstream.ts'

export interface Delivery extends ProviderReading {
  readonly upstream: Upstream
  readonly signer: SigningKey
  /** Of the gateway alone; see `maskedPassword`. */
  readonly maskKey: Uint8Array
}

/** Writes the message anew around the payload's own bytes, signs it as the gateway, and hands it to the provider. */
export async function deliver(routed: Routed, delivery: Delivery): Promise<Delivered> {
  const { message, provider, destination, sessionId } = routed
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
  const signed = signEnvelope({ content }, { ...delivery.signer, reference: provider.keyReference })
  const answer = await post(delivery.upstream, destination, signed)
  const response = readProviderAnswer(answer, routed, delivery)
  return {
    ...routed,
    response,
    responsePayload: response.data === undefined ? undefined : payloadOf(response.data),
  }
}

/**
 * A provider never sees a sender's password. The field carries 64 hex digits, as receivers know it from SHEP, made under
 * a key of the gateway from both names: stable for a pair, and telling nothing about the password.
 */
const maskedPassword = ({ sender, provider }: Routed, maskKey: Uint8Array): string =>
  createHmac('sha256', maskKey).update(`${sender.senderId}\0${provider.senderId}`).digest('hex')
