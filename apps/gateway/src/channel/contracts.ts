import type { Channel } from '@arna/registry'
import { contractFile, wsdlDocument } from '@arna/message'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The Host header is the caller's own word: a name or an IP address, with or without a port, and nothing else. */
const hostPattern = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i

/**
 * `?wsdl` (one XSD per namespace, for every toolkit), `?wsdl=genuine` (the multi-file layout that SHEP's clients were
 * generated from) and `?xsd=NAME`.
 */
export function serveContracts(
  request: FastifyRequest,
  reply: FastifyReply,
  { path, channel }: { readonly path: string; readonly channel: Channel },
  publicUrl: string | undefined,
): FastifyReply {
  const query = request.query as Readonly<Record<string, string | string[] | undefined>>
  if (publicUrl === undefined && !hostPattern.test(request.host)) {
    return reply.code(400).type('text/plain').send('Host is not a host\n')
  }
  const address = `${publicUrl ?? `${request.protocol}://${request.host}`}${path}/`
  const wsdl = one(query['wsdl'] ?? query['WSDL'])
  const xsd = one(query['xsd'])
  if (wsdl !== undefined) {
    const text = wsdlDocument({ layout: wsdl, address, channel })
    if (text !== undefined) return reply.type('text/xml; charset=utf-8').send(text)
  }
  if (xsd !== undefined) {
    const text = contractFile(xsd, { address })
    if (text !== undefined) return reply.type('text/xml; charset=utf-8').send(text)
  }
  return reply
    .code(404)
    .type('text/plain; charset=utf-8')
    .send(`This is a SOAP door: send POST, or read ${address}?wsdl\n`)
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
