import type { KeyObject } from 'node:crypto'
import { payloadOf, readSendMessageResponse, writeSendMessage } from '@arna/message'
import { type SigningKey, signEnvelopeInPieces } from '@arna/xml-security'
import type { Admitted, Delivered, Routed } from '../exchange.ts'
import { type Identification, identify, type SecretOf } from './identify.ts'
import { maskedPassword } from './masked-password.ts'
import { post } from './post.ts'
import { type AnswerReading, readAnswer } from './read-answer.ts'
import type { Upstream } from './upstream.ts'

export interface Delivery extends AnswerReading {
  readonly upstream: Upstream
  readonly secretOf: SecretOf
  readonly signer: SigningKey
  /** Of the gateway alone; see `maskedPassword`. */
  readonly maskKey: KeyObject
}

/** Of one message: its line for the processor, and the ear for whatever the provider says. */
export interface DeliveryOrder {
  readonly inTurn: <T>(work: () => T) => Promise<T>
  /** Called with the answer as it came, good or not, before it is read. */
  readonly hears: (answer: Uint8Array) => void
}

/** A message as the provider gets it, signed by the gateway. */
export interface Outgoing {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: readonly Uint8Array[]
  readonly clientCertificate: string | undefined
}

/** Writes the message anew around the payload's own bytes, and signs it. */
export function prepare(routed: Routed, delivery: Delivery): Outgoing {
  const url = new URL(routed.destination.url)
  const { headers, token, clientCertificate } = identify(
    routed.service.authentication,
    delivery.secretOf,
    { isEncrypted: url.protocol === 'https:' },
  )
  return { url, headers, clientCertificate, body: written(routed, token, delivery) }
}

/** Hands it to the provider, and reads what that answers. */
export async function deliver(
  admitted: Admitted,
  { url, headers, body, clientCertificate }: Outgoing,
  delivery: Delivery,
  { inTurn, hears }: DeliveryOrder,
): Promise<Delivered> {
  const { service, provider, destination } = admitted
  const answer = await post(
    delivery.upstream.poolFor({ ...service, key: service.serviceId }, url, clientCertificate),
    {
      path: url.pathname + url.search,
      headers,
      body,
      timeoutMs: destination.timeoutMs,
      maxAnswerBytes: destination.maxAnswerBytes,
    },
  )
  hears(answer.bytes)
  const from = {
    party: provider,
    signature: service.providerSignature,
    maxAnswerBytes: destination.maxAnswerBytes,
  }
  const { response, waiver } = await inTurn(() =>
    readAnswer(answer, from, readSendMessageResponse, delivery),
  )
  return {
    ...admitted,
    response,
    responsePayload: response.data === undefined ? undefined : payloadOf(response.data),
    waiver,
  }
}

function written(
  { message, sender, provider, sessionId }: Routed,
  token: Identification['token'],
  { signer, maskKey }: Delivery,
): readonly Uint8Array[] {
  const content = writeSendMessage(
    {
      ...message,
      sender: {
        senderId: sender.senderId,
        password: maskedPassword(sender.senderId, provider.senderId, maskKey),
      },
      sessionId: `{${sessionId}}`,
    },
    message.data === undefined ? undefined : payloadOf(message.data),
  )
  return signEnvelopeInPieces(
    { content, token, passed: message.data },
    { ...signer, reference: provider.keyReference },
  )
}
