import type { IncomingMessage, ServerResponse } from 'node:http'
import { newSessionId } from '@arna/journal'
import { Fault, faultFrom, type Language } from '@arna/message'
import { type Channel, channels, type Registry } from '@arna/registry'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Received, Reply } from '../exchange.ts'
import type { BytesUnderWay } from './bytes-under-way.ts'
import { serveContracts } from './contracts.ts'
import { refuseContent } from './content.ts'
import { refuseConnection } from './not-http.ts'
import { readBody } from './read-body.ts'
import { refuseHead } from './refuse-head.ts'

export interface Door {
  readonly underWay: BytesUnderWay
  /** Where clients reach this instance when something stands in front of it; see `InstanceConfig`. */
  readonly publicUrl: string | undefined
  /** See `InstanceConfig`. */
  readonly requestSeconds: number
  registry(): Registry
  accept(received: Received): Promise<Reply>
  /** A request that never became a message: too long, cut off, not SOAP's method. */
  refuse(received: Received, fault: Fault): Promise<Reply>
  ready(): Promise<void>
  metrics(): Promise<{ readonly text: string; readonly contentType: string }>
  /** False when the metrics have a port of their own. */
  readonly servesMetrics: boolean
}

/** `/bip-sync-wss-gost/` is by far the most common one in real clients; `/shep/…` is seen too (shep-wire 1.7). */
const paths: Readonly<Record<Channel, readonly string[]>> = {
  sync: ['/bip-sync-wss-gost', '/bip-sync', '/shep/bip-sync-wss-gost', '/shep/bip-sync'],
  async: ['/bip-async-wss-gost', '/bip-async', '/shep/bip-async-wss-gost', '/shep/bip-async'],
}

const channelAt = new Map(
  channels.flatMap((channel) => paths[channel].map((path) => [path, channel] as const)),
)

/** The HTTP side of one gateway instance. */
export function openDoor(door: Door): FastifyInstance {
  const requestMs = door.requestSeconds * 1_000
  const app = fastify({
    routerOptions: { ignoreTrailingSlash: true },
    // A client has 10 s to say what it wants and a minute to say it all (Rules, paragraph 47).
    requestTimeout: requestMs,
    http: {
      headersTimeout: Math.min(10_000, requestMs),
      maxHeaderSize: 16_384,
      connectionsCheckingInterval: 1_000,
      requireHostHeader: false, // refuseHead does, with a sentence
    },
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
    clientErrorHandler: refuseConnection,
    // A path that is no path: only that can be wrong before a route is found.
    frameworkErrors: (_error, _request, reply) => {
      void nothingHere(reply)
    },
  })
  // A client may end its side after the request and wait: without this node:http drops the answer. It has no option for it.
  Object.assign(app.server, { httpAllowHalfOpen: true })
  app.removeAllContentTypeParsers()
  // A message is held until its answer has gone, or its sender.
  const releases = new WeakMap<IncomingMessage, () => void>()
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => releases.get(request.raw)?.())
    const refusal = refuseHead(request.raw)
    if (refusal === undefined) {
      done()
      return
    }
    reply.code(refusal.status).header('connection', 'close').type('text/plain')
    void reply.send(`${refusal.sentence}\n`)
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    letGoOfWhoDoesNotRead(reply.raw, requestMs)
    done(null, payload)
  })
  app.addContentTypeParser('*', ({ headers }: FastifyRequest, body: IncomingMessage) =>
    readBody(headers, body, door.registry().largestMessageBytes, door.underWay, (release) =>
      releases.set(body, release),
    ),
  )

  for (const [path, channel] of channelAt) {
    app.post(path, async (request, reply) => {
      const received = receive(door, request)
      const fault = refuseContent(request)
      const answer = fault ? await door.refuse(received, fault) : await door.accept(received)
      holdUntilGone(reply.raw, answer.bytes.byteLength, door.underWay)
      if (answer.sent !== undefined) reply.raw.once('finish', answer.sent)
      await send(reply, answer)
    })
    app.get(path, (request, reply) =>
      serveContracts(request, reply, { path, channel }, door.publicUrl),
    )
  }
  app.setErrorHandler(async (error, request, reply) => {
    await send(reply, await door.refuse(receive(door, request), httpFault(error, request)))
  })
  app.setNotFoundHandler(async (request, reply) => {
    if (!channelAt.has(pathOf(request))) {
      return await nothingHere(reply)
    }
    const fault = new Fault('http-method', `${request.method} is not taken: send POST`)
    reply.header('allow', 'GET, POST')
    return await send(reply, await door.refuse(receive(door, request), fault))
  })
  app.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok\n'))
  const ready = sharedBy(() => door.ready())
  app.get('/readyz', async (_request, reply) => {
    try {
      await ready()
      return await reply.type('text/plain').send('ready\n')
    } catch (error) {
      return await reply
        .code(503)
        .type('text/plain')
        .send(`${(error as Error).message}\n`)
    }
  })
  if (door.servesMetrics) {
    app.get('/metrics', async (_request, reply) => {
      const { text, contentType } = await door.metrics()
      return await reply.type(contentType).send(text)
    })
  }
  return app
}

/** An answer that nobody takes would be held for ever. The limit counts from the last piece that was taken. */
function letGoOfWhoDoesNotRead(response: ServerResponse, ms: number): void {
  response.setTimeout(ms)
  // Before node:http sets the time for the next request.
  response.prependOnceListener('finish', () => response.setTimeout(0))
}

/** Whoever asks while an answer is on its way gets that one: strangers must not fill the line of the database. */
function sharedBy(ask: () => Promise<void>): () => Promise<void> {
  let asked: Promise<void> | undefined
  return () =>
    (asked ??= ask().finally(() => {
      asked = undefined
    }))
}

/** Smaller ones lie in the buffers of the system before anybody could count them. */
const largeAnswerBytes = 64 * 1024

/** Whoever reads slowly makes us hold the answer: it counts as the message did. */
function holdUntilGone(response: ServerResponse, bytes: number, underWay: BytesUnderWay): void {
  if (bytes < largeAnswerBytes || response.destroyed || response.closed) return
  underWay.add(bytes)
  response.once('close', () => underWay.release(bytes))
}

const nothingHere = (reply: FastifyReply): FastifyReply =>
  reply
    .code(404)
    .type('text/plain; charset=utf-8')
    .send(
      `Nothing is served at this path. The synchronous channel is at ${paths.sync[0]}/, the asynchronous one at ${paths.async[0]}/\n`,
    )

const pathOf = ({ url }: FastifyRequest): string => url.replace(/[?#].*$/, '').replace(/\/$/, '')

const receive = (door: Door, request: FastifyRequest): Received => ({
  sessionId: newSessionId(),
  receivedAt: new Date(),
  receivedMs: performance.now(),
  remoteAddress: request.ip,
  channel: channelAt.get(pathOf(request)) ?? 'sync',
  bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  language: languageOf(request.headers['accept-language']),
  registry: door.registry(),
})

/** The first of our languages that is asked for; weights are rare here and are not read. */
const languageOf = (header: string | undefined): Language =>
  (header?.toLowerCase().match(/\b(kk|ru|en)\b/)?.[0] as Language | undefined) ?? 'ru'

const send = (reply: FastifyReply, answer: Reply): FastifyReply =>
  reply
    .code(answer.status)
    .headers(answer.headers ?? {})
    .type(answer.contentType)
    .send(answer.bytes)

/** What fastify and node:http refuse before a message exists. */
function httpFault(error: unknown, request: FastifyRequest): Fault {
  if (error instanceof Fault) return error
  if ((error as { code?: unknown }).code === 'ECONNRESET' || request.raw.aborted) {
    return new Fault('http-body-incomplete', 'the body ended before its announced length')
  }
  const status = (error as { statusCode?: unknown }).statusCode
  if (typeof status === 'number' && status < 500) {
    return new Fault('http-content-type', (error as Error).message)
  }
  return faultFrom(error)
}
