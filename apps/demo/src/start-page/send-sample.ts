import { openEnvelope, readFault, readSendMessageResponse, type ShepFault } from '@arna/message'
import type { Language } from '@arna/message'
import { scan } from '@arna/xml'

/** What the gateway answered, as far as it can be read. */
export interface GatewayAnswer {
  readonly httpStatus: number
  readonly bytes: Buffer
  readonly sessionId: string | undefined
  /** Code and message of a good answer. */
  readonly status: string | undefined
  readonly fault: ShepFault | undefined
}

/** Posts the bytes as a client would. Rejects when nobody answers. */
export async function sendSample(
  url: string,
  bytes: Uint8Array,
  language: Language,
): Promise<GatewayAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '""',
      'accept-language': language,
    },
    body: new Uint8Array(bytes),
    signal: AbortSignal.timeout(65_000),
  })
  const received = Buffer.from(await answer.arrayBuffer())
  return { httpStatus: answer.status, bytes: received, ...read(received) }
}

function read(bytes: Buffer): Pick<GatewayAnswer, 'sessionId' | 'status' | 'fault'> {
  const { body } = openEnvelope(scan(bytes))
  const fault = readFault(body)
  if (fault !== undefined) {
    return { fault, status: undefined, sessionId: bare(fault.errorInfo?.sessionId) }
  }
  const { status, sessionId } = readSendMessageResponse(body)
  return {
    fault: undefined,
    status: `${status.code} ${status.message}`,
    sessionId: bare(sessionId),
  }
}

const bare = (sessionId: string | undefined): string | undefined =>
  sessionId?.replaceAll(/[{}]/g, '')
