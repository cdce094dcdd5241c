import { hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { maxSnapshotBytes } from '../flattened-jws.ts'
import type { Carrier, Sight } from './carrier.ts'

export interface HttpsCarrierOptions {
  /** `https://…` of the snapshot. */
  readonly url: string
  /** PEM of the authorities that the server's certificate may come from; Node's own list when left out. */
  readonly authorities?: string
  /** Of one question with its answer, however it trickles. */
  readonly timeoutMs?: number
  /** How long an ETag is believed: then the whole is asked for again, in case the server mixes them up. */
  readonly wholeEveryMs?: number
  readonly nowMs?: () => number
}

/** No redirect is followed: the operator named this server and no other. */
export function httpsCarrier(options: HttpsCarrierOptions): Carrier {
  const { url, authorities, timeoutMs = 20_000, wholeEveryMs = 60_000 } = options
  const nowMs = options.nowMs ?? (() => performance.now())
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new TypeError(`the address of the registry must begin with https://, and is ${url}`)
  }
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 1,
    minVersion: 'TLSv1.2',
    ...(authorities !== undefined && { ca: authorities }),
  })
  let seen: { readonly etag: string | undefined; readonly version: string } | undefined
  let wholeAtMs = 0
  return {
    name: url,
    look: async (_, signal): Promise<Sight> => {
      const etag = nowMs() - wholeAtMs < wholeEveryMs ? seen?.etag : undefined
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const answer = await ask(url, etag, { agent, signal: deadline }).catch((error: unknown) => {
        if (deadline.aborted && !signal.aborted) {
          throw new Error(`no whole answer within ${timeoutMs} ms`, { cause: error })
        }
        throw error
      })
      if (answer === undefined) return { offers: [] }
      wholeAtMs = nowMs()
      const version = hash('sha256', answer.bytes)
      const isSame = seen?.version === version
      seen = { etag: answer.etag, version }
      if (isSame) return { offers: [] }
      return { offers: [{ version, text: async () => answer.bytes.toString() }] }
    },
  }
}

interface Whole {
  readonly etag: string | undefined
  readonly bytes: Buffer
}

/** Undefined: not modified. */
async function ask(
  url: string,
  etag: string | undefined,
  { agent, signal }: { readonly agent: Agent; readonly signal: AbortSignal },
): Promise<Whole | undefined> {
  const headers = {
    accept: 'application/jose+json, application/json',
    'accept-encoding': 'identity',
    ...(etag !== undefined && { 'if-none-match': etag }),
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { agent, signal, headers }, resolve).on('error', reject).end()
  })
  const { statusCode } = answer
  if (statusCode === 304 && etag !== undefined) {
    await gathered(answer)
    return undefined
  }
  if (statusCode !== 200 || answer.headers['content-encoding'] !== undefined) {
    answer.destroy()
    const isRedirect = statusCode !== undefined && statusCode >= 300 && statusCode < 400
    throw new Error(
      statusCode === 200
        ? `it answered with the content encoding ${answer.headers['content-encoding']}`
        : `it answered HTTP ${statusCode}${isRedirect && statusCode !== 304 ? ', and redirects are not followed' : ''}`,
    )
  }
  return { etag: answer.headers.etag, bytes: await gathered(answer) }
}

async function gathered(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxSnapshotBytes) {
      answer.destroy()
      throw new Error(`the answer is larger than ${maxSnapshotBytes} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
