import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseCertificate, readPrivateKey } from '@arna/pki'
import { signEnvelope } from '@arna/xml-security'

export interface TamperingProxy {
  readonly address: string
  stop(): Promise<void>
}

/**
 * Stands between a client and the gateway, and changes what the gateway answers to a POST. In the WSDL it
 * writes its own address, so that clients call it.
 */
export async function startTamperingProxy(
  gateway: string,
  tamper: (answer: string) => string,
): Promise<TamperingProxy> {
  const server = createServer((request, response) => {
    void pass(request, response, gateway, tamper)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  gateway: string,
  tamper: (answer: string) => string,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const isCall = request.method === 'POST'
  const answer = await fetch(new URL(request.url!, gateway), {
    method: request.method!,
    headers: { 'content-type': request.headers['content-type'] ?? 'text/xml' },
    ...(isCall ? { body: Buffer.concat(chunks) } : {}),
  })
  const text = await answer.text()
  response
    .writeHead(answer.status, { 'content-type': answer.headers.get('content-type')! })
    .end(isCall ? tamper(text) : text.replaceAll(gateway, `http://${request.headers.host}`))
}

const changed = (answer: string): string => answer.replace('>SCSS001<', '>SCSE001<')
const bodyOf = (answer: string): string => /<soap:Body.*<\/soap:Body>/s.exec(answer)![0]
const hidden = (body: string): string => `<h:hidden xmlns:h="urn:hidden">${body}</h:hidden>`

/** What somebody on the way would do to an answer, by what the client then gets. */
export const tamperings = (impostor: { readonly key: string; readonly certificate: string }) => ({
  'an answer that was changed': changed,
  'an answer without its signature': (answer: string) =>
    changed(answer).replace(/<wsse:Security.*<\/wsse:Security>/s, ''),
  'an answer whose signed Body was moved into the header': (answer: string) =>
    changed(answer).replace('</soap:Header>', `${hidden(bodyOf(answer))}$&`),
  'another Body beside the signed one, with an id of its own': (answer: string) =>
    changed(answer)
      .replace('</soap:Header>', `${hidden(bodyOf(answer))}$&`)
      .replace(/(<\/soap:Header><soap:Body[^>]* wsu:Id=")[^"]*/s, '$1another'),
  'an answer that somebody else signed': (answer: string) => {
    const content = /<soap:Body[^>]*>(.*)<\/soap:Body>/s.exec(changed(answer))![1]!
    return signEnvelope(
      { content: [content] },
      {
        key: readPrivateKey(readFileSync(impostor.key)),
        certificate: parseCertificate(readFileSync(impostor.certificate)),
        reference: 'KeyIdentifier',
      },
    ).toString()
  },
})
