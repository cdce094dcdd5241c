import { Fault, openEnvelope, readFault } from '@arna/message'
import { PkiError, type Trust } from '@arna/pki'
import { type InformationSystem, partySignature, type ProviderSignature } from '@arna/registry'
import { type XmlDocument, type XmlElement, type XmlEngine, XmlError } from '@arna/xml'
import { SignatureError, verifyTransportSignature } from '@arna/xml-security'
import type { ProviderBytes } from './post.ts'

export interface AnswerReading {
  readonly xml: XmlEngine
  readonly trust: Trust
}

/** Whose answer it is, and what is asked of it. */
export interface AnswerFrom {
  readonly party: InformationSystem
  readonly signature: ProviderSignature
  readonly maxAnswerBytes: number
}

export interface Answer<Response> {
  readonly response: Response
  /** Why the registry does without the party's signature; undefined when the answer was proved by it. */
  readonly waiver: string | undefined
}

/**
 * What the party that was called said, believed only as far as its signature covers it (Rules, paragraph 59). A fault is quoted, so it
 * may come unsigned, from whatever stands before the provider's system; one that is signed must be signed rightly.
 */
export function readAnswer<Response>(
  { status, bytes }: ProviderBytes,
  from: AnswerFrom,
  read: (body: XmlElement) => Response,
  { xml, trust }: AnswerReading,
): Answer<Response> {
  const document = scanAnswer(xml, bytes, status, from.maxAnswerBytes)
  const { body } = malformed(status, () => openEnvelope(document))
  if (malformed(status, () => readFault(body)) !== undefined) {
    throw quoted(document, body, status, from.party, trust)
  }
  const waiver = from.signature === 'required' ? undefined : from.signature.waived
  const believed = waiver === undefined ? provenBody(document, from.party, trust) : body
  return { response: malformed(status, () => read(believed)), waiver }
}

function quoted(
  document: XmlDocument,
  body: XmlElement,
  status: number,
  party: InformationSystem,
  trust: Trust,
): Fault {
  const proven = provenFault(document, party, trust)
  const said = malformed(status, () => readFault(proven ?? body))
  if (said === undefined) {
    return new Fault('provider-answer-malformed', `HTTP ${status}: the signed Body holds no fault`)
  }
  const { errorInfo, faultcode, faultstring } = said
  const subError = errorInfo ?? { errorCode: faultcode, errorMessage: faultstring }
  const how = proven === undefined ? 'not signed' : 'signed'
  return new Fault('provider-fault', `the provider answered ${subError.errorCode} (${how})`, {
    subError,
  })
}

/** The signed Body; undefined when the fault carries no signature at all. */
function provenFault(
  document: XmlDocument,
  party: InformationSystem,
  trust: Trust,
): XmlElement | undefined {
  try {
    return provenBody(document, party, trust)
  } catch (error) {
    if (error instanceof Fault && error.code === 'provider-answer-unsigned') return undefined
    throw error
  }
}

function scanAnswer(xml: XmlEngine, bytes: Buffer, status: number, maxBytes: number): XmlDocument {
  try {
    return xml.scan(bytes, { maxBytes })
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw unreadable(status, `HTTP ${status}, not SOAP: ${error.message}`, error)
  }
}

/** A structure that is wrong is the provider's to mend here, not the sender's. */
function malformed<T>(status: number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw unreadable(status, `HTTP ${status}: ${error.detail}`, error)
  }
}

/** Who is told 401 or 403 was not let in, whatever stands in the answer: that is not mended in the service's format. */
function unreadable(status: number, detail: string, cause: Error): Fault {
  const isKeptOut = status === 401 || status === 403
  const code = isKeptOut ? 'provider-refused-gateway' : 'provider-answer-malformed'
  return new Fault(code, detail, { cause })
}

function provenBody(document: XmlDocument, party: InformationSystem, trust: Trust): XmlElement {
  try {
    const { signature, certificate } = partySignature(document, party, trust)
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
