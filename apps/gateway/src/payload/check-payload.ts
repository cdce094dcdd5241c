import { Fault, type FaultCode } from '@arna/message'
import { PkiError, type Trust } from '@arna/pki'
import type { Checked, PayloadSchema, Service } from '@arna/registry'
import { type SchemaProblem, type XmlElement, type XmlEngine, XmlError } from '@arna/xml'
import { SignatureError, verifyEnveloped } from '@arna/xml-security'
import type { Delivered, Routed } from '../exchange.ts'
import { type PayloadContent, payloadContent } from './payload-content.ts'
import type { SchemaCheck } from './schema-check.ts'

/** What this stage needs, and nothing more. */
export interface PayloadChecking {
  readonly xml: XmlEngine
  readonly trust: Trust
  readonly schemas: SchemaCheck
}

/** Runs work that holds the processor when the message's line has its turn. */
type InTurn = (work: () => void) => Promise<void>

/**
 * The sender's payload, where the service asks for it: its own signature (codes SCE015 to SCE017), and its schema
 * (appendix 3, row 45). Throws Fault 'payload-…'.
 */
export async function checkRequestPayload(
  { service, message, sender }: Pick<Routed, 'service' | 'message' | 'sender'>,
  checking: PayloadChecking,
  inTurn: InTurn,
): Promise<void> {
  // An answer that cannot be judged must not be fetched.
  if (service.schema?.checks === 'answer') await requireSchema(service.schema, checking)
  await checkSentPayload({ service, data: message.data, sender, is: 'request' }, checking, inTurn)
}

export interface SentPayload extends Pick<Routed, 'service' | 'sender'> {
  readonly data: XmlElement | undefined
  /** What it is to the service, whoever sends it: on the asynchronous channel an answer is a message of the provider. */
  readonly is: Side
}

/** Of a message that its own sender can mend. Throws Fault 'payload-…'. */
export async function checkSentPayload(
  { service, data, sender, is }: SentPayload,
  checking: PayloadChecking,
  inTurn: InTurn,
): Promise<void> {
  const asked = askedOf(service, is)
  if (asked === undefined) return
  const content = readContent(data, 'request', service, checking)
  if (content === undefined) {
    throw asked.signature
      ? new Fault('payload-unsigned', 'there is nothing inside data, and so nothing is signed')
      : new Fault('payload-invalid', 'there is nothing inside data')
  }
  await check(content, asked, {
    ...checking,
    side: 'request',
    senderId: sender.senderId,
    allowSha1: sender.allowSha1,
    inTurn,
  })
}

/**
 * The provider's payload, likewise. An answer may have none: its status, which the transport signature covers, may say that
 * there is nothing to tell. Throws Fault 'provider-payload-…'.
 */
export async function checkAnswerPayload(
  {
    service,
    provider,
    response,
    sender,
  }: Pick<Delivered, 'service' | 'provider' | 'response' | 'sender'>,
  checking: PayloadChecking,
  inTurn: InTurn,
): Promise<void> {
  const asked = askedOf(service, 'answer')
  if (asked === undefined) return
  const content = readContent(response.data, 'answer', service, checking)
  if (content === undefined) return
  await check(content, asked, {
    ...checking,
    side: 'answer',
    senderId: sender.senderId,
    allowSha1: provider.allowSha1,
    inTurn,
  })
}

async function requireSchema(schema: PayloadSchema, { schemas }: PayloadChecking): Promise<void> {
  const problem = await schemas.problemOf(schema)
  if (problem !== undefined) throw new Fault('payload-schema-unusable', problem)
}

type Side = 'request' | 'answer'

interface Asked {
  readonly signature: boolean
  readonly schema: PayloadSchema | undefined
}

function askedOf({ payloadSignature, schema }: Service, side: Side): Asked | undefined {
  const isAsked = (checked: Checked): boolean => checked === side || checked === 'both'
  const signature = isAsked(payloadSignature)
  const asks = schema !== undefined && isAsked(schema.checks)
  return signature || asks ? { signature, schema: asks ? schema : undefined } : undefined
}

const codes = {
  request: {
    unsigned: 'payload-unsigned',
    signature: 'payload-signature-wrong',
    certificate: 'payload-certificate-refused',
    invalid: 'payload-invalid',
  },
  answer: {
    unsigned: 'provider-payload-unsigned',
    signature: 'provider-payload-signature-wrong',
    certificate: 'provider-payload-certificate-refused',
    invalid: 'provider-payload-invalid',
  },
} as const satisfies Record<Side, Record<string, FaultCode>>

function readContent(
  data: XmlElement | undefined,
  side: Side,
  { maxMessageBytes }: Service,
  { xml }: PayloadChecking,
): PayloadContent | undefined {
  return asXml(side, () => payloadContent(data, { xml, maxBytes: maxMessageBytes }))
}

interface Judging extends PayloadChecking {
  readonly side: Side
  readonly senderId: string
  readonly inTurn: InTurn
  readonly allowSha1: boolean
}

async function check(content: PayloadContent, asked: Asked, judging: Judging): Promise<void> {
  if (asked.signature) await judging.inTurn(() => checkSignature(content, judging))
  if (asked.schema !== undefined) await checkSchema(content, asked.schema, judging)
}

function checkSignature(content: PayloadContent, { side, trust, allowSha1 }: Judging): void {
  const document = asXml(side, () => content.signedDocument())
  try {
    verifyEnveloped(document, { trust, allowSha1 })
  } catch (error) {
    const code = codeOf(error, codes[side])
    if (code === undefined) throw error
    throw new Fault(code, (error as Error).message, { cause: error })
  }
}

function codeOf(error: unknown, of: (typeof codes)[Side]): FaultCode | undefined {
  if (error instanceof PkiError) return of.certificate
  if (!(error instanceof SignatureError)) return undefined
  return error.code === 'signature-missing' ? of.unsigned : of.signature
}

const ds = 'http://www.w3.org/2000/09/xmldsig#'

async function checkSchema(
  content: PayloadContent,
  schema: PayloadSchema,
  { side, senderId, schemas }: Judging,
): Promise<void> {
  // Few schemas of services know of signatures, and what is signed is the document without its own.
  const knowsSignatures = schema.files.some(({ text }) => text.includes(ds))
  const subject = content.schemaSubject({ cutsSignature: !knowsSignatures })
  if (subject === undefined) {
    throw new Fault(
      codes[side].invalid,
      'data must hold one element, or name its type in the schema by xsi:type',
    )
  }
  const asker = { senderId, mayBePutOff: side === 'request' }
  const verdict = await schemas.check(schema, subject, asker)
  if (verdict.kind === 'busy') {
    throw new Fault(
      'sender-busy',
      `${verdict.waiting} payloads of ${senderId} wait to be checked against a schema`,
      { retryAfterSeconds: 5 },
    )
  }
  if (verdict.kind === 'unusable') throw new Fault('payload-schema-unusable', verdict.why)
  if (verdict.kind === 'given-up') {
    throw new Fault(
      codes[side].invalid,
      `the check against the schema was given up: ${verdict.why}`,
    )
  }
  if (verdict.problems.length > 0) throw new Fault(codes[side].invalid, told(verdict.problems))
}

const told = (problems: readonly SchemaProblem[]): string =>
  problems.map(({ path, line, message }) => `${path} (line ${line}): ${message}`).join('; ')

/** What cannot be read is not what the schema describes, nor anything that is signed. */
function asXml<T>(side: Side, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new Fault(
      codes[side].invalid,
      `the text inside data is no XML that is accepted: ${error.message}`,
      { cause: error },
    )
  }
}
