import { asynchronousFaults } from './fault/asynchronous-faults.ts'
import { certificateFaults } from './fault/certificate-faults.ts'
import { channelFaults } from './fault/channel-faults.ts'
import type { FaultDefinition, Language } from './fault/definition.ts'
import { envelopeFaults } from './fault/envelope-faults.ts'
import { gatewayFaults } from './fault/gateway-faults.ts'
import { payloadFaults } from './fault/payload-faults.ts'
import { providerFaults } from './fault/provider-faults.ts'
import { senderFaults } from './fault/sender-faults.ts'
import { signatureFaults } from './fault/signature-faults.ts'
import { upstreamFaults } from './fault/upstream-faults.ts'

const all = {
  ...channelFaults,
  ...envelopeFaults,
  ...signatureFaults,
  ...certificateFaults,
  ...senderFaults,
  ...upstreamFaults,
  ...payloadFaults,
  ...providerFaults,
  ...asynchronousFaults,
  ...gatewayFaults,
}

export type FaultCode = keyof typeof all

/** The one dictionary: SOAP fault, HTTP status, journal, retry and documentation read it. */
export const faults: Readonly<Record<FaultCode, FaultDefinition>> = all

export const faultCodes = Object.keys(all) as readonly FaultCode[]

export function isFaultCode(code: unknown): code is FaultCode {
  return typeof code === 'string' && Object.hasOwn(all, code)
}

/** ErrorInfo of SHEP (common/v10/Types). A date that a party left out stays out until we write it. */
export interface ErrorInfo {
  readonly errorCode: string
  readonly errorMessage: string
  readonly errorData?: string
  /** xs:dateTime */
  readonly errorDate?: string
  readonly subError?: ErrorInfo
  /** `{guid}` */
  readonly sessionId?: string
}

export interface FaultOptions extends ErrorOptions {
  /** What the party behind us said. */
  readonly subError?: ErrorInfo
  readonly retryAfterSeconds?: number
}

/** Details quote what was sent: enough to recognise it, never the whole. */
const mostDetailCharacters = 2000

/** A message is refused or failed. `detail` is one English sentence that the other party may read. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly detail: string
  readonly subError: ErrorInfo | undefined
  readonly retryAfterSeconds: number | undefined
  constructor(code: FaultCode, detail: string, options: FaultOptions = {}) {
    const told =
      detail.length > mostDetailCharacters ? `${detail.slice(0, mostDetailCharacters)}…` : detail
    super(`${code}: ${told}`, options)
    this.code = code
    this.detail = told
    this.subError = options.subError
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

const errorsThatSpeakToSenders: ReadonlySet<string> = new Set([
  'XmlError',
  'PkiError',
  'SignatureError',
])

/**
 * The fault that an error stands for. XmlError, PkiError and SignatureError carry codes of the dictionary and
 * messages meant for the sender; anything else is a defect of ours and tells nothing.
 */
export function faultFrom(error: unknown): Fault {
  if (error instanceof Fault) return error
  if (error instanceof Error && errorsThatSpeakToSenders.has(error.name)) {
    const { code, hint } = error as { code?: unknown; hint?: unknown }
    const detail = typeof hint === 'string' ? sentences(error.message, hint) : error.message
    if (isFaultCode(code)) return new Fault(code, detail, { cause: error })
  }
  return new Fault('internal-error', '', { cause: error })
}

/** Errors and hints are written without the full stop that only two sentences together need. */
function sentences(message: string, hint: string): string {
  return `${ended(message)} ${hint.slice(0, 1).toUpperCase()}${ended(hint.slice(1))}`
}

const ended = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** The status of the HTTP answer. SOAP 1.2 (part 2, table 20) gives 400 for what the sender must mend. */
export function httpStatus(code: FaultCode, soap: '1.1' | '1.2' = '1.1'): number {
  const { http, soap: side } = faults[code]
  return soap === '1.2' && http === 500 && side === 'Client' ? 400 : http
}

/** What the other party is told: its code, its texts, and the detail where that gives nothing away. */
export function toldFault(fault: Fault): {
  code: FaultCode
  definition: FaultDefinition
  detail: string
} {
  const { toldAs } = faults[fault.code]
  if (toldAs !== undefined) return { code: toldAs, definition: faults[toldAs], detail: '' }
  return { code: fault.code, definition: faults[fault.code], detail: fault.detail }
}

/** ErrorInfo for the other party: the code of SHEP, the title, and in errorData our own code, the detail and the remedy. */
export function errorInfoOf(
  fault: Fault,
  context: { errorDate: string; sessionId?: string; language?: Language },
): ErrorInfo {
  const { code, definition, detail } = toldFault(fault)
  const language = context.language ?? 'ru'
  return {
    errorCode: definition.shep,
    errorMessage: definition.title[language],
    errorData: `${detail === '' ? code : `${code}: ${detail}`}\n${definition.remedy[language]}`,
    errorDate: context.errorDate,
    ...(fault.subError !== undefined && { subError: fault.subError }),
    ...(context.sessionId !== undefined && { sessionId: context.sessionId }),
  }
}
