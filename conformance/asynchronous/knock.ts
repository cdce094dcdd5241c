import {
  type ErrorInfo,
  Fault,
  type FaultCode,
  openEnvelope,
  readFault,
  toldFault,
} from '@arna/message'
import { CallError } from '@arna/sdk'
import { scan } from '@arna/xml'
import { expect } from 'vitest'

export interface Heard {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Posts bytes as they are. */
export async function knock(
  url: string,
  bytes: string | Uint8Array,
  headers: Record<string, string> = { 'content-type': 'text/xml; charset=utf-8' },
): Promise<Heard> {
  const answer = await fetch(url, { method: 'POST', body: Buffer.from(bytes), headers })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

/** The gateway refuses what is asked, with this fault of the dictionary. */
export async function refused(asked: Promise<unknown>, code: FaultCode): Promise<ErrorInfo> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof CallError)) throw error ?? new Error(`it is taken, and not ${code}`)
  expectFault(error.errorInfo, code)
  return error.errorInfo!
}

export function expectRefused({ text, status }: Heard, code: FaultCode): ErrorInfo {
  const fault = readFault(openEnvelope(scan(Buffer.from(text))).body)
  expectFault(fault?.errorInfo, code)
  expect(status).toBe(toldFault(new Fault(code, '')).definition.http)
  return fault!.errorInfo!
}

function expectFault(info: ErrorInfo | undefined, code: FaultCode): void {
  const told = toldFault(new Fault(code, ''))
  expect(info?.errorData).toMatch(new RegExp(`^${told.code}\\b`))
  expect(info?.errorCode).toBe(told.definition.shep)
}
