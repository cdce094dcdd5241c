import {
  Fault,
  openEnvelope,
  readFault,
  readSendMessageResponse,
  type SendMessageResponse,
} from '@arna/message'
import { PkiError, type Trust } from '@arna/pki'
import { partySignature } from '@arna/registry'
import { type XmlDocument, type XmlElement, type XmlEngine, XmlError } from '@arna/xml'
import { SignatureError, verifyTransportSignature } from '@arna/xml-security'
import type { Routed } from '../exchange.ts'
import type { ProviderBytes } from './upstream.ts'

export interface ProviderReading {
  readonly xml: XmlEngine
  readonly trust: Trust
}

/** What the provider said, believed only as far as its signature covers it (Rules, paragraph 59). */
export function readProviderAnswer(
  { status, bytes }: ProviderBytes,
  routed: Routed,
  { xml, trust }: ProviderReading,
): SendMessageResponse {
  const document = scanAnswer(xml, bytes, status, routed.destination.maxAnswerBytes)
  const { body } = malformed(status, () => openEnvelope(document))
  const said = malformed(status, () => readFault(body))
  if (said !== undefined) {
    const { errorInfo, faultcode, faultstring } = said
    const subError = errorInfo ?? {
      errorCode: faultcode,
      errorMessage: faultstring,
    }
    throw new Fault('provider-fault', `the provider answered ${subError.errorCode}`, { subError })
  }
  const signed =
    routed.service.providerSignature === 'required' ? provenBody(document, routed, trust) : body
  return malformed(status, () => readSendMessageResponse(signed))
}

function scanAnswer(xml: XmlEngine, bytes: Buffer, status: number, maxBytes: number): XmlDocument {
  try {
    return xml.scan(bytes, { maxBytes })
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new Fault('provider-answer-malformed', `HTTP ${status}, not SOAP: ${error.message}`, {
      cause: error,
    })
  }
}

/** A structure that is wrong is the provider's to mend here, not the sender's. */
function malformed<T>(status: number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw new Fault('provider-answer-malformed', `HTTP ${status}: ${error.detail}`, {
      cause: error,
    })
  }
}

function provenBody(document: XmlDocument, routed: Routed, trust: Trust): XmlElement {
  try {
    const { signature, certificate } = partySignature(document, routed.provider, trust)
    return verifyTransportSignature(signature, certificate.publicKey).body
  } catch (error) {
    if (error instanceof SignatureError && error.code === 'signature-missing') {
      throw new Fault('provider-answer-unsigned', 'the answer carries no transport signature', {
        cause: error,
      })
    }
    if (error instanceof SignatureError || error instanceof PkiError || error instanceof Fault) {
      throw new Fault('provider-signature-wrong', error.message, { cause: error })
    }
    throw error
  }
}
