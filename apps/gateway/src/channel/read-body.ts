import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Fault } from '@arna/message'
import { GatheredBytes } from '../gathered-bytes.ts'
import type { BytesUnderWay } from './bytes-under-way.ts'

/** The longest message in the smallest packets of the internet. Each piece costs time, however short it is. */
const mostPieces = 100_000

/**
 * The body of a request, within the limits. Rejects with a Fault; the connection stays, so that it can be told. What it
 * holds of the bytes under way is given back by the function that `onRelease` gets.
 */
export function readBody(
  headers: IncomingHttpHeaders,
  body: Readable,
  maxBytes: number,
  underWay: BytesUnderWay,
  onRelease: (release: () => void) => void,
): Promise<Buffer> {
  const header = headers['content-length']
  const announced = header === undefined ? undefined : Number(header)
  if (announced !== undefined && announced > maxBytes) return Promise.reject(tooLong(maxBytes))
  const gathered = new GatheredBytes(announced)
  let pieces = 0
  let held = 0
  onRelease(() => underWay.release(held))
  return new Promise((resolve, reject) => {
    const take = (piece: Buffer): void => {
      pieces++
      if (gathered.length + piece.length > maxBytes) fail(tooLong(maxBytes))
      else if (pieces > mostPieces) fail(tooManyPieces())
      else if (!underWay.hold(piece.length)) fail(overloaded())
      else {
        held += piece.length
        gathered.add(piece)
      }
    }
    const end = (): void => resolve(gathered.whole())
    const fail = (error: Error): void => {
      body.off('data', take).off('end', end)
      reject(error)
    }
    body.on('data', take).on('end', end).on('error', fail)
  })
}

const tooLong = (maxBytes: number): Fault =>
  new Fault('message-too-large', `the message is longer than ${maxBytes} bytes`)

const overloaded = (): Fault =>
  new Fault('gateway-overloaded', 'too many messages are under way at this moment', {
    retryAfterSeconds: 1,
  })

const tooManyPieces = (): Fault =>
  new Fault(
    'message-too-large',
    `the message comes in more than ${mostPieces} pieces: send longer ones`,
  )
