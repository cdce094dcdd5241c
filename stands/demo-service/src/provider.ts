import { randomUUID } from 'node:crypto'
import { faultFrom, payloadOf, dateTime } from '@arna/message'
import type { Certificate } from '@arna/pki'
import { answerCall, faultAnswer, receiveCall } from '@arna/sdk'
import type { SigningKey } from '@arna/xml-security'
import fastify, { type FastifyInstance } from 'fastify'

export interface Provider {
  readonly signer: SigningKey
  readonly trustedGateways: readonly Certificate[]
}

const fiftyMegabytes = 50 * 1024 * 1024

/**
 * A provider of a synchronous service as a member would write one: it takes calls that its gateway signed, and answers
 * with the data it was given (the bytes as they came), signed.
 */
export function openProvider({ signer, trustedGateways }: Provider): FastifyInstance {
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
  return app
}
