import { Fault } from '@arna/message'
import { Agent, errors } from 'undici'
import type { Routed } from '../exchange.ts'
import { GatheredBytes } from '../gathered-bytes.ts'

/** Connections to providers, pooled per origin. */
export type Upstream = Agent

export const openUpstream = (): Upstream =>
  new Agent({ connections: 64, pipelining: 1, keepAliveTimeout: 10_000, connectTimeout: 5_000 })

export interface ProviderBytes {
  readonly status: number
  readonly bytes: Buffer
}

/** One POST, within the service's time and size; redirects are never followed (undici follows none by itself). */
export async function post(
  upstream: Upstream,
  { url, timeoutMs, maxAnswerBytes }: Routed['destination'],
  body: Uint8Array,
): Promise<ProviderBytes> {
  const target = new URL(url)
  const deadline = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await upstream.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
      body,
      signal: deadline,
      headersTimeout: timeoutMs + 1_000,
      bodyTimeout: timeoutMs + 1_000,
    })
    const gathered = new GatheredBytes()
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      gathered.add(chunk)
      if (gathered.length > maxAnswerBytes) {
        throw new Fault(
          'provider-answer-malformed',
          `the answer is longer than ${maxAnswerBytes} bytes`,
        )
      }
    }
    return { status: answer.statusCode, bytes: gathered.whole() }
  } catch (error) {
    if (error instanceof Fault) throw error
    if (deadline.aborted) {
      throw new Fault('provider-timeout', `no answer within ${timeoutMs / 1000} s`, {
        cause: error,
      })
    }
    // Only the kind of failure is told: an address of the provider is no business of the sender.
    const known = error instanceof errors.UndiciError || isSystemError(error)
    const code = (known ? error.code : undefined) ?? 'unknown'
    throw neverSent(error)
      ? new Fault('provider-unreachable', `the provider's system cannot be reached (${code})`, {
          cause: error,
        })
      : new Fault('provider-broke-off', `the connection ended before the answer did (${code})`, {
          cause: error,
        })
  }
}

const handshakeCodes =
  /^(?:UND_ERR_CONNECT_TIMEOUT$|EPROTO$|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/

/** Certain only of what fails while connecting; after that the provider may have taken the message. */
function neverSent(error: unknown): boolean {
  if (!isSystemError(error)) return false
  // Node tries all addresses of a name and gathers the failures.
  if (error instanceof AggregateError) return true
  return (
    error.syscall === 'connect' ||
    error.syscall === 'getaddrinfo' ||
    handshakeCodes.test(error.code ?? '')
  )
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error
