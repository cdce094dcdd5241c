import {
  type ErrorInfo,
  type FaultCode,
  type FaultDefinition,
  faults,
  isFaultCode,
} from '@arna/message'
import { CallError } from '@arna/sdk'
import type { Context } from './command.ts'
import { codesOf, Failure, messageOf } from './failure.ts'

/** What came instead of an answer: a fault is told, and whatever else is no answer to believe is thrown as Failure. */
export function tellRefusal(error: unknown, context: Context, { url, hint }: Asked): 1 {
  if (error instanceof CallError) return writeRefusal(error, context)
  if (codesOf(error).includes('ECONNREFUSED')) {
    throw new Failure(`nobody answers at ${url}: does the gateway run (npm start)?`)
  }
  throw new Failure(`${url} gave no answer to believe: ${reason(error)}${hint}`)
}

interface Asked {
  readonly url: string
  /** What to do when nobody knows whether the gateway has it. */
  readonly hint: string
}

function writeRefusal(error: CallError, context: Context): 1 {
  const { errorInfo, httpStatus, message } = error
  const known = definitionOf(errorInfo)
  if (context.json) {
    const shown = {
      fault: errorInfo ?? { errorMessage: message },
      httpStatus,
      ...(known && { code: known.code, party: known.party, retry: known.retry }),
    }
    context.write(`${JSON.stringify(shown, null, 2)}\n`)
    return 1
  }
  context.say(`arna: the gateway refused the message: ${message} (HTTP ${httpStatus})`)
  for (const line of faultLines(errorInfo)) context.say(`  ${line}`)
  if (known !== undefined) {
    const again = known.retry ? ', and the same message may succeed later' : ''
    context.say(`  ${known.title.en}: to be mended by the ${known.party}${again}`)
    context.say(`  ${known.remedy.en}`)
  }
  if (errorInfo?.sessionId !== undefined) context.say(`  arna trace '${errorInfo.sessionId}'`)
  return 1
}

/** Our own gateways begin errorData with their word for the fault. */
function definitionOf(
  info: ErrorInfo | undefined,
): (FaultDefinition & { code: FaultCode }) | undefined {
  const code = info?.errorData?.split(/[:\n]/)[0]
  return isFaultCode(code) ? { code, ...faults[code] } : undefined
}

function faultLines(info: ErrorInfo | undefined): string[] {
  const lines: string[] = []
  for (let one = info; one !== undefined; one = one.subError) {
    if (one !== info) lines.push(`the provider said: ${one.errorCode} ${one.errorMessage}`)
    lines.push(...(one.errorData?.split('\n') ?? []))
  }
  return lines
}

/** fetch-like errors keep what happened in `cause`, and several tried addresses in `errors`. */
function reason(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map(reason).join(', ')
  return messageOf(error)
}
