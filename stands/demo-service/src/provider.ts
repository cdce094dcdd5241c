import { randomUUID } from 'node:crypto'
import { faultFrom, payloadOf, dateTime } from '@arna/message'
import type { Certificate } from '@arna/pki'
import { answerCall, answerPush, type Door, faultAnswer, receiveCall, receivePush } from '@arna/sdk'
import type { SigningKey } from '@arna/xml-security'
import fastify, { type FastifyInstance } from 'fastify'
import { Answers } from './answers.ts'

export interface Provider {
  readonly signer: SigningKey
  readonly trustedGateways: readonly Certificate[]
  /** Where it answers what is pushed to `/async/NAME`. */
  readonly doors: ReadonlyMap<string, Door>
}

const fiftyMegabytes = 50 * 1024 * 1024

/**
 * A provider of a service as a member would write one. Of a synchronous one it takes calls that its gateway signed, and answers with
 * the data it was given (the bytes as they came), signed; of an asynchronous one it answers by a message of its own.
 */
export function openProvider({ signer, trustedGateways, doors }: Provider): FastifyInstance {
  const app = fastify({ bodyLimit: fiftyMegabytes, forceCloseConnections: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok\n'))
  app.post('/', (request, reply) => {
    reply.type('text/xml; charset=utf-8')
    try {
      const { message, soap } = receiveCall(request.body as Buffer, trustedGateways)
      const response = {
        messageId: randomUUID(),
        correlationId: message.messageId,
        responseDate: dateTime(new Date()),
        status: { code: 'SCSS001', message: 'Message has been processed successfully' },
      }
      const payload = message.data === undefined ? undefined : payloadOf(message.data)
      return reply.send(answerCall(response, payload, signer, soap))
    } catch (error) {
      return reply.code(500).send(faultAnswer(faultFrom(error)))
    }
  })
  const answers = new Answers()
  app.post<{ Params: { gateway: string } }>('/async/:gateway', async (request, reply) => {
    reply.type('text/xml; charset=utf-8')
    try {
      const pushed = receivePush(request.body as Buffer, trustedGateways)
      const door = doors.get(request.params.gateway)
      if (pushed.kind === 'message' && door !== undefined) await answers.give(pushed.message, door)
      return await reply.send(answerPush(pushed, signer))
    } catch (error) {
      return reply.code(500).send(faultAnswer(faultFrom(error)))
    }
  })
  return app
}
