import {
  type AsyncOperation,
  Fault,
  type FaultCode,
  type Language,
  httpStatus,
  soapMediaTypes,
  type SoapVersion,
  writeFault,
  writeSendMessageResponse,
} from '@arna/message'
import { XmlError } from '@arna/xml'
import { signEnvelope, type SigningKey, writeEnvelope } from '@arna/xml-security'
import type { Authenticated, Delivered, Reply, Saying } from '../exchange.ts'

export interface Answering {
  readonly signer: SigningKey
}

/** Whom a fault goes to, as far as that is known. */
export interface FaultSubject {
  readonly sessionId: string
  readonly soap: SoapVersion
  readonly language: Language
  readonly authenticated: Authenticated<Saying> | undefined
  /** Of the asynchronous channel, whose faults name it; undefined on the synchronous one. */
  readonly operation: AsyncOperation | undefined
}

/** The provider's answer around its own payload bytes, signed by the gateway in the form that this client reads. */
export function answer(delivered: Delivered, { signer }: Answering): Reply {
  const { envelope, sender, response, responsePayload, sessionId } = delivered
  const content = writeSendMessageResponse(
    { ...response, sessionId: `{${sessionId}}` },
    responsePayload,
  )
  const { soap } = envelope
  return {
    status: 200,
    contentType: soapMediaTypes[soap],
    bytes: signedAnswer(
      { content, soap, passed: response.data },
      { ...signer, reference: sender.keyReference },
    ),
  }
}

/** What was read from the provider within the limits may exceed them around our envelope: its mending, not the sender's. */
function signedAnswer(...order: Parameters<typeof signEnvelope>): Buffer {
  try {
    return signEnvelope(...order)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new Fault('provider-answer-malformed', error.message, { cause: error })
  }
}

/** Where the gateway is to be mended, and nobody knows when it will be. */
const usualRetrySeconds: Partial<Record<FaultCode, number>> = {
  'journal-unavailable': 5,
  'registry-unavailable': 5,
}

/**
 * A fault is signed when its reader has proved who he is (Rules, paragraph 59); before that a signature would only
 * let anybody burn the gateway's processor.
 */
export function answerFault(fault: Fault, subject: FaultSubject, { signer }: Answering): Reply {
  const { soap, language, sessionId, authenticated, operation } = subject
  const content = writeFault(fault, {
    soap,
    language,
    at: new Date(),
    sessionId: `{${sessionId}}`,
    ...(operation && { detail: { channel: 'async', operation } as const }),
  })
  const bytes =
    authenticated === undefined
      ? writeEnvelope({ content, soap })
      : signEnvelope({ content, soap }, { ...signer, reference: authenticated.sender.keyReference })
  const retrySeconds = fault.retryAfterSeconds ?? usualRetrySeconds[fault.code]
  return {
    status: httpStatus(fault.code, soap),
    contentType: soapMediaTypes[soap],
    bytes,
    ...(retrySeconds !== undefined && { headers: { 'retry-after': String(retrySeconds) } }),
  }
}
