import type { Database } from '@arna/database'
import {
  type Circumstances,
  diagnose,
  isFromOurPage,
  isLoopback,
  languageOf,
  mostQuestionBytes,
  pageAssets,
  pageHeaders,
  pageTexts,
  readQuestion,
} from '@arna/doctor'
import type { Language } from '@arna/message'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Ports } from '../config.ts'
import { readTrace } from '../journal-trace.ts'
import { type Result, Results } from './results.ts'
import { resultView } from './result-view.ts'
import { type Parties, type Sample, type SampleName, sampleMessages } from './sample-messages.ts'
import { sendSample } from './send-sample.ts'
import { startTexts } from './start-texts.ts'
import { startView } from './start-view.ts'

export interface StartPage {
  readonly ports: Ports
  /** The door that samples are sent to. */
  readonly gateway: string
  /** Of the test environment, for the journal. */
  readonly database: Pick<Database, 'query'>
  readonly circumstances: () => Circumstances
  readonly parties: Parties
}

/**
 * The demo's start page: server-rendered, for browsers on this machine. Every POST leads to a page of its own, so that
 * it can be read again in another language and a reload sends nothing twice.
 */
export function openStartPage(startPage: StartPage): FastifyInstance {
  const results = new Results()
  const app = fastify({
    bodyLimit: mostQuestionBytes,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', (request, reply, done) => {
    const isOurs =
      request.method === 'POST' ? isFromOurPage(request.headers) : isLoopback(request.headers.host)
    if (isOurs) return done()
    void plain(
      reply,
      403,
      'This page is for a browser on this machine, and its forms for its own pages.\n',
    )
  })

  app.get('/', (request, reply) =>
    page(reply, 200, startView(startPage.ports, languageAsked(request))),
  )
  app.get('/healthz', (_request, reply) => plain(reply, 200, 'ok\n'))
  for (const [name, { type, text }] of Object.entries(pageAssets)) {
    app.get(`/${name}`, (_request, reply) =>
      reply.headers({ ...pageHeaders, 'content-type': type }).send(text),
    )
  }
  app.get('/results/:id', (request, reply) => {
    const { id } = request.params as { readonly id: string }
    const result = results.find(id)
    const language = languageAsked(request)
    return result === undefined
      ? nothingThere(reply, startPage, language)
      : page(reply, 200, resultView(result, id, language))
  })
  app.post('/send/:name', async (request, reply) => {
    const { name } = request.params as { readonly name: string }
    const language = languageAsked(request)
    if (!isSampleName(name)) return nothingThere(reply, startPage, language)
    const result = await send(name, language, startPage).catch(() => undefined)
    if (result === undefined) {
      const problem = startTexts[language].noAnswer
      return page(reply, 502, startView(startPage.ports, language, problem))
    }
    return seeOther(reply, results.keep(result), language)
  })
  app.post('/doctor', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const question = await readQuestion(request.headers['content-type'], body)
    if (question === undefined) {
      const language = languageAsked(request)
      const problem = pageTexts[language].nothingGiven
      return page(reply, 400, startView(startPage.ports, language, problem))
    }
    const { message: sent, language } = question
    const diagnosis = await diagnose(sent, startPage.circumstances())
    return seeOther(reply, results.keep({ name: 'pasted', sent, diagnosis }), language)
  })
  app.setNotFoundHandler((request, reply) => nothingThere(reply, startPage, languageAsked(request)))
  app.setErrorHandler((error, request, reply) => {
    const language = languageAsked(request)
    const isTooLong = (error as { statusCode?: unknown }).statusCode === 413
    return isTooLong
      ? page(reply, 413, startView(startPage.ports, language, pageTexts[language].tooLong))
      : plain(reply, 500, 'The start page has a defect: see start-page.log.\n')
  })
  return app
}

async function send(
  name: SampleName,
  language: Language,
  { parties, gateway, circumstances, database }: StartPage,
): Promise<Result> {
  const sample = sampleMessages[name](parties, new Date())
  const { bytes: sent, signedAs }: Sample = Buffer.isBuffer(sample) ? { bytes: sample } : sample
  const answer = await sendSample(gateway, sent, language)
  const diagnosis = await diagnose(sent, { ...circumstances(), ...(signedAs && { signedAs }) })
  const { sessionId } = answer
  const trace = sessionId === undefined ? [] : await readTrace(database, sessionId)
  return { name, sent, diagnosis, answer, trace }
}

const isSampleName = (name: string): name is SampleName => Object.hasOwn(sampleMessages, name)

const languageAsked = ({ query, headers }: FastifyRequest): Language => {
  const { language } = query as { readonly language?: unknown }
  return languageOf(typeof language === 'string' ? language : undefined, headers['accept-language'])
}

const page = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.code(status).headers(pageHeaders).send(text)

const plain = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply
    .code(status)
    .headers({ ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' })
    .send(text)

const nothingThere = (reply: FastifyReply, { ports }: StartPage, language: Language) =>
  page(reply, 404, startView(ports, language, startTexts[language].nothingThere))

const seeOther = (reply: FastifyReply, id: string, language: Language): FastifyReply =>
  reply
    .code(303)
    .headers(pageHeaders)
    .header('location', `/results/${id}?language=${language}`)
    .send()
