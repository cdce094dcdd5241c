import { Fault } from '@arna/message'
import type { FastifyRequest } from 'fastify'

/** As seen from real clients (shep-wire 1.7); `application/soap+xml` is SOAP 1.2's. */
const types = ['text/xml', 'application/xml', 'application/soap+xml']

/** Why the content of a request cannot be a SOAP message, judged by its headers alone. */
export function refuseContent(request: FastifyRequest): Fault | undefined {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return new Fault(
      'http-content-type',
      `Content-Encoding ${quoted(encoding)} is not taken: send it plain`,
    )
  }
  const transfer = request.headers['transfer-encoding']
  if (transfer !== undefined && transfer.toLowerCase() !== 'chunked') {
    return new Fault(
      'http-content-type',
      `Transfer-Encoding ${quoted(transfer)} is not taken: send it plain`,
    )
  }
  const header = request.headers['content-type']
  if (header === undefined) return undefined
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase())
  if (!types.includes(type)) {
    return new Fault('http-content-type', `Content-Type ${quoted(type)} is not SOAP: send text/xml`)
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '')
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    return new Fault('http-content-type', `charset ${quoted(charset)} is not taken: send UTF-8`)
  }
  return undefined
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 100))
