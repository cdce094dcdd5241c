import {
  type Circumstances,
  diagnose,
  type Diagnosis,
  doctorPage,
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
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * `GET` and `POST /doctor`: why this gateway would refuse a message, by its own registry and trust. In the demo only and
 * from this machine only. In production it would be an oracle: it tells whoever asks which names, certificates and
 * passwords are registered, which faults take care not to tell (SECURITY.md), and its guesses cost a second of
 * processor each.
 */
export function serveDoctor(app: FastifyInstance, circumstances: () => Circumstances): void {
  app.get('/doctor', (request, reply) => {
    if (!isLoopback(request.headers.host)) return refuse(reply)
    return answer(reply, 200, languageAsked(request), {})
  })
  app.post('/doctor', async (request, reply) => {
    if (!isFromOurPage(request.headers)) return refuse(reply)
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const asked = languageAsked(request)
    if (body.length > mostQuestionBytes) {
      return answer(reply, 413, asked, { problem: pageTexts[asked].tooLong })
    }
    const question = await readQuestion(request.headers['content-type'], body)
    if (question === undefined) {
      return answer(reply, 400, asked, { problem: pageTexts[asked].nothingGiven })
    }
    const diagnosis = await diagnose(question.message, circumstances())
    return answer(reply, 200, question.language, { diagnosis })
  })
  for (const [name, { type, text }] of Object.entries(pageAssets)) {
    app.get(`/doctor/${name}`, (_request, reply) =>
      reply.headers({ ...pageHeaders, 'content-type': type }).send(text),
    )
  }
}

const languageAsked = ({ query, headers }: FastifyRequest): Language => {
  const { language } = query as { readonly language?: unknown }
  return languageOf(typeof language === 'string' ? language : undefined, headers['accept-language'])
}

const answer = (
  reply: FastifyReply,
  status: number,
  language: Language,
  content: { readonly diagnosis?: Diagnosis; readonly problem?: string },
): FastifyReply =>
  reply
    .code(status)
    .headers(pageHeaders)
    .send(doctorPage({ language, path: '/doctor', assets: '/doctor/', ...content }))

const refuse = (reply: FastifyReply): FastifyReply =>
  reply
    .code(403)
    .headers({ ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' })
    .send('This page is for a browser on this machine, and its form for its own pages.\n')
