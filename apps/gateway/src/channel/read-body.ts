import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Fault } from '@arna/message'
import { GatheredBytes } from '../gathered-bytes.ts'

/** The longest message in the smallest packets of the internet. Each piece costs time, however short it is. */
const mostPieces = 100_000

/** The body of a request, within the limit. Rejects with a Fault; the connection stays, so that it can be told. */
export function readBody(
  headers: IncomingHttpHeaders,
  body: Readable,
  maxBytes: number,
): Promise<Buffer> {
  const header = headers['content-length']
  const announced = header === undefined ? undefined : Number(header)
  const tooLong = new Fault('message-too-large', `the message is longer than ${maxBytes} bytes`)
  if (announced !== undefined && announced > maxBytes) return Promise.reject(tooLong)
  const gathered = new GatheredBytes(announced)
  let pieces = 0
  return new Promise((resolve, reject) => {
    const take = (piece: Buffer): void => {
      pieces++
      if (gathered.length + piece.length > maxBytes) fail(tooLong)
      else if (pieces > mostPieces) fail(tooManyPieces())
      else gathered.add(piece)
    }
    const end = (): void => resolve(gathered.whole())
    const fail = (error: Error): void => {
      body.off('data', take).off('end', end)
      reject(error)
    }
    body.on('data', take).on('end', end).on('error', fail)
  })
}

const tooManyPieces = (): Fault =>
  new Fault(
    'message-too-large',
    `the message comes in more than ${mostPieces} pieces: send longer ones`,
  )
