import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Fault, payloadOf, writeFault, writeSendMessageResponse } from '@arna/message'
import type { Certificate } from '@arna/pki'
import { answerCall, faultAnswer, type ReceivedCall, receiveCall } from '@arna/sdk'
import { signEnvelope, type SigningKey, writeEnvelope } from '@arna/xml-security'
import { demands } from './demands.ts'
import type { ProviderTls } from './members.ts'

/** What the providers of the conformance registry do, one service each; the service's id is the path. */
export type Behaviour = (call: ReceivedCall, response: ServerResponse, keys: ProviderKeys) => void

export interface ProviderKeys {
  readonly signer: SigningKey
  /** A certificate of the same authority that is not registered for the provider. */
  readonly stranger: SigningKey
}

const soap = { 'content-type': 'text/xml; charset=utf-8' }

const info = () => ({
  messageId: randomUUID(),
  responseDate: '2026-11-23T12:00:00.000+05:00',
  status: { code: 'SCSS001', message: 'OK' },
})

const signedEcho = ({ message, soap: version }: ReceivedCall, signer: SigningKey): Buffer =>
  answerCall(info(), message.data && payloadOf(message.data), signer, version)

/** Answers that wait until somebody tells the provider to give them. */
const held = new Map<string, () => void>()
const signedFault = (signer: SigningKey): Buffer => {
  const fault = new Fault('access-denied', 'the archive is closed on Sundays')
  return signEnvelope({ content: writeFault(fault, { at: new Date() }) }, signer)
}

export const behaviours = {
  Echo: (call, response, { signer }) => response.writeHead(200, soap).end(signedEcho(call, signer)),
  Hangs: () => undefined,
  /** After `POST /tell/MESSAGE-ID`. */
  AnswersWhenTold: (call, response, { signer }) => {
    held.set(call.message.messageId, () =>
      response.writeHead(200, soap).end(signedEcho(call, signer)),
    )
  },
  Trickles: (call, response, { signer }) => {
    const bytes = signedEcho(call, signer)
    response.writeHead(200, soap)
    let sent = 0
    const timer = setInterval(() => {
      if (response.destroyed || sent >= bytes.length) clearInterval(timer)
      else response.write(bytes.subarray(sent, ++sent))
    }, 50)
  },
  ClosesInTheMiddle: (call, response, { signer }) => {
    const bytes = signedEcho(call, signer)
    response.writeHead(200, { ...soap, 'content-length': bytes.length })
    response.write(bytes.subarray(0, 100), () => response.destroy())
  },
  AnswersHtml: (_call, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<html><body><p>Hello</body></html>'),
  AnswersNothing: (_call, response) => response.writeHead(200, soap).end(),
  AnswersTooMuch: (_call, response) =>
    response.writeHead(200, soap).end(Buffer.alloc(200_000, 0x20)),
  AnswersThatNothingIsHere: (_call, response) => response.writeHead(404).end(),
  AnswersWithADoctype: (call, response, { signer }) =>
    response
      .writeHead(200, soap)
      .end(signedEcho(call, signer).toString().replace('<soap:Env', '<!DOCTYPE a []>$&')),
  AnswersWithoutACanonicalForm: (call, response, { signer }) =>
    response
      .writeHead(200, soap)
      .end(signedEcho(call, signer).toString().replace('<data', '<data xmlns:r="relative"')),
  /** More than one element may declare, on two of them. */
  AnswersWithManyPrefixes: (call, response, { signer }) => {
    const [head = '', ...rest] = writeSendMessageResponse(info(), payloadOf(call.message.data!))
    const declarations = (level: string): string =>
      Array.from({ length: 200 }, (_, at) => ` xmlns:${level}${at}="urn:${level}:${at}"`).join('')
    const spoiled = head
      .toString()
      .replace('<response>', `<response${declarations('a')}>`)
      .replace('<responseData', `$&${declarations('b')}`)
    response.writeHead(200, soap).end(signEnvelope({ content: [spoiled, ...rest] }, signer))
  },
  AnswersAnotherQuestion: (_call, response, { signer }) =>
    response.writeHead(200, soap).end(signEnvelope({ content: ['<a xmlns="urn:a"/>'] }, signer)),
  AnswersUnsigned: ({ message }, response) =>
    response.writeHead(200, soap).end(
      writeEnvelope({
        content: writeSendMessageResponse(info(), message.data && payloadOf(message.data)),
      }),
    ),
  AnswersTampered: (call, response, { signer }) =>
    response
      .writeHead(200, soap)
      .end(signedEcho(call, signer).toString().replace('SCSS001', 'SCSE001')),
  AnswersAsAStranger: (call, response, { stranger }) =>
    response.writeHead(200, soap).end(signedEcho(call, stranger)),
  AnswersAFault: (_call, response) =>
    response
      .writeHead(500, soap)
      .end(faultAnswer(new Fault('access-denied', 'the archive is closed on Sundays'))),
  AnswersASignedFault: (_call, response, { signer }) =>
    response.writeHead(500, soap).end(signedFault(signer)),
  AnswersAFaultAsAStranger: (_call, response, { stranger }) =>
    response.writeHead(500, soap).end(signedFault(stranger)),
  Redirects: (_call, response) => response.writeHead(307, { location: '/Echo' }).end(),
} satisfies Record<string, Behaviour>

export interface LiveProvider {
  readonly url: string
  /** The same behind TLS. */
  readonly tlsUrl: string
  stop(): Promise<void>
}

/**
 * `GET /seen/MESSAGE-ID` tells what arrived under this id: the bytes, or 404; `GET /times/MESSAGE-ID` how often,
 * and `GET /times/` it of all.
 * `POST /tell/MESSAGE-ID` lets `AnswersWhenTold` answer it.
 */
export async function startProvider(
  keys: ProviderKeys,
  gateways: readonly Certificate[],
  tls: ProviderTls,
): Promise<LiveProvider> {
  const seen: Seen = { times: new Map(), bytes: new Map() }
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    void answer(request, response, keys, gateways, seen)
  }
  const key = tls.server.key.export({ type: 'pkcs8', format: 'pem' })
  const open = createServer(onRequest)
  const encrypted = createTlsServer(
    {
      key,
      cert: tls.server.certificate.pem,
      ca: tls.authority.pem,
      requestCert: true,
      // Only one of the providers behind it asks who calls.
      rejectUnauthorized: false,
    },
    onRequest,
  )
  return {
    url: `http://127.0.0.1:${await listen(open)}`,
    tlsUrl: `https://127.0.0.1:${await listen(encrypted)}`,
    stop: async () => {
      await Promise.all([close(open), close(encrypted)])
    },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

interface Seen {
  readonly times: Map<string, number>
  readonly bytes: Map<string, Buffer>
}

/** The count of every message, and the bytes of the last ones: a soak sends hundreds of thousands. */
function remember({ times, bytes }: Seen, messageId: string, body: Buffer): void {
  times.set(messageId, (times.get(messageId) ?? 0) + 1)
  bytes.set(messageId, body)
  const [oldest] = bytes.keys()
  if (bytes.size > 5_000 && oldest !== undefined) bytes.delete(oldest)
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  keys: ProviderKeys,
  gateways: readonly Certificate[],
  seen: Seen,
): Promise<void> {
  const [, question, id = ''] = (request.url ?? '').split('/').map(decodeURIComponent)
  if (request.method === 'GET') {
    if (question === 'times' && id === '') response.end(JSON.stringify([...seen.times]))
    else if (question === 'times') response.end(String(seen.times.get(id) ?? 0))
    else response.writeHead(seen.bytes.has(id) ? 200 : 404).end(seen.bytes.get(id))
    return
  }
  if (question === 'tell') {
    held.get(id)?.()
    response.writeHead(held.delete(id) ? 204 : 404).end()
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const call = receiveCall(bytes, gateways)
  const { messageId } = call.message
  remember(seen, messageId, bytes)
  if (question === 'Demands' && !demands[id as keyof typeof demands](request, bytes)) {
    response.writeHead(401).end()
    return
  }
  const name = question === 'Demands' ? 'Echo' : (request.url?.slice(1) ?? '')
  const behaviour: Behaviour | undefined = behaviours[name as keyof typeof behaviours]
  if (behaviour === undefined) response.writeHead(404).end()
  else behaviour(call, response, keys)
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  })
