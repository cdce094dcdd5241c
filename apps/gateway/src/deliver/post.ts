import { Readable } from 'node:stream'
import { Fault } from '@arna/message'
import type { Dispatcher } from 'undici'
import { GatheredBytes } from '../gathered-bytes.ts'
import { AddressRefused } from './connect-to-provider.ts'

/** What is smaller goes in one piece: that is one write. */
const smallBytes = 256 * 1024

export interface ProviderRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** One piece after another. */
  readonly body: readonly Uint8Array[]
  /** For everything: resolving, connecting, TLS, sending, waiting, reading. */
  readonly timeoutMs: number
  readonly maxAnswerBytes: number
}

export interface ProviderBytes {
  readonly status: number
  readonly bytes: Buffer
}

/**
 * One POST, within the service's time and size; redirects are never followed. It ends when its time is over, whatever the
 * connection does. Throws Fault 'provider-…', and says whether the provider may have seen the message.
 */
export function post(dispatcher: Dispatcher, request: ProviderRequest): Promise<ProviderBytes> {
  const { path, body, timeoutMs, maxAnswerBytes } = request
  return new Promise((resolve, reject) => {
    let gathered = new GatheredBytes(0)
    const length = body.reduce((sum, { byteLength }) => sum + byteLength, 0)
    let status = 0
    let controller: Dispatcher.DispatchController | undefined
    let ended = false

    const end = (fault: Fault | undefined): void => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      if (fault === undefined) {
        resolve({ status, bytes: gathered.whole() })
        return
      }
      reject(fault)
      controller?.abort(fault)
    }
    const timer = setTimeout(() => end(late(timeoutMs, controller !== undefined)), timeoutMs)

    dispatcher.dispatch(
      {
        path,
        method: 'POST',
        headers: {
          'content-type': 'text/xml; charset=utf-8',
          soapaction: '""',
          ...request.headers,
          'content-length': String(length),
        },
        body:
          length < smallBytes ? Buffer.concat(body) : Readable.from(body, { objectMode: false }),
      },
      {
        // Called when a connection is there and nothing is written yet.
        onRequestStart(starting) {
          if (ended) starting.abort(new Error('its time is over'))
          else controller = starting
        },
        onResponseStart(_controller, code, headers) {
          status = code
          const announced = Number(headers['content-length'])
          if (announced > 0) gathered = new GatheredBytes(Math.min(announced, maxAnswerBytes))
        },
        onResponseData(_controller, chunk) {
          if (gathered.length + chunk.length <= maxAnswerBytes) gathered.add(chunk)
          else end(tooLong(maxAnswerBytes))
        },
        onResponseEnd: () => end(undefined),
        onResponseError: (_controller, error) => end(failed(error, controller !== undefined)),
      },
    )
  })
}

const late = (timeoutMs: number, started: boolean): Fault =>
  started
    ? new Fault('provider-timeout', `no answer within ${timeoutMs / 1000} s`)
    : new Fault('provider-unreachable', `no connection within ${timeoutMs / 1000} s`)

const tooLong = (maxAnswerBytes: number): Fault =>
  new Fault('provider-answer-malformed', `the answer is longer than ${maxAnswerBytes} bytes`)

/** Only the kind of failure is told: an address of the provider is no business of the sender. */
function failed(error: Error, started: boolean): Fault {
  if (error instanceof AddressRefused) {
    const why =
      error.kind === 'refused'
        ? 'the address of the service is one that no service can have'
        : `the address of the service lies in a ${error.kind} network, which the registry does not allow to it`
    return new Fault('provider-address-refused', why, { cause: error })
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
  return started
    ? new Fault('provider-broke-off', `the connection ended before the answer did (${code})`, {
        cause: error,
      })
    : new Fault('provider-unreachable', `the provider's system cannot be reached (${code})`, {
        cause: error,
      })
}
