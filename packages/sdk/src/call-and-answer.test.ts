import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dateTime, Fault, payloadFrom, payloadOf } from '@arna/message'
import type { KeyPair } from '@arna/pki'
import { createTestAuthority } from '@arna/testing'
import type { SigningKey } from '@arna/xml-security'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerCall, faultAnswer, receiveCall } from './answer-call.ts'
import { type Call, callService } from './call-service.ts'
import { CallError } from './exchange.ts'

const signer = ({ key, certificate }: KeyPair): SigningKey => ({
  key,
  certificate,
  reference: 'KeyIdentifier',
})

describe('a call and its answer', () => {
  let parties: Record<'client' | 'service' | 'stranger', KeyPair>
  let server: Server
  let url: string

  beforeAll(async () => {
    const authority = await createTestAuthority()
    const [client, service, stranger] = [
      await authority.issue(),
      await authority.issue(),
      await authority.issue(),
    ]
    parties = { client, service, stranger }
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => response.end(serve(request.url ?? '/', Buffer.concat(chunks))))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  /** A service that trusts the client, and misbehaves by path. */
  function serve(path: string, bytes: Buffer): Buffer | string {
    if (path === '/html') return '<html><p>Hello</html>'
    if (path === '/fault') return faultAnswer(new Fault('service-unknown', 'not here'))
    const { message, soap } = receiveCall(bytes, [parties.client.certificate])
    const status = { code: 'SCSS001', message: message.sender.senderId }
    const response = { messageId: 'answer-1', responseDate: dateTime(new Date()), status }
    const by = path === '/stranger' ? parties.stranger : parties.service
    return answerCall(response, message.data && payloadOf(message.data), signer(by), soap)
  }

  const call = (path: string, changes: Partial<Call> = {}) =>
    callService({
      url: `${url}${path}`,
      sender: { senderId: 'client', password: 'secret' },
      signer: signer(parties.client),
      trustedGateways: [parties.service.certificate],
      serviceId: 'Echo',
      payload: payloadFrom(Buffer.from('<a xmlns="urn:a">қазақша 𝄞<b/></a>')),
      ...changes,
    })

  test('carry the payload there and back, each signed', async () => {
    const answer = await call('/')
    expect(answer.status).toEqual({ code: 'SCSS001', message: 'client' })
    const { data, received } = answer
    const bytes = Buffer.from(received.subarray(data!.contentStart, data!.contentEnd))
    expect(bytes.toString()).toBe('<a xmlns="urn:a">қазақша 𝄞<b/></a>')
  })

  test('an answer by somebody else is not believed', async () => {
    await expect(call('/stranger')).rejects.toThrow('not among the known ones')
  })

  test('a call by somebody else is not answered', () => {
    const bytes = answerCall(
      {
        messageId: '1',
        responseDate: dateTime(new Date()),
        status: { code: 'SCSS001', message: 'OK' },
      },
      undefined,
      signer(parties.stranger),
    )
    expect(() => receiveCall(bytes, [parties.client.certificate])).toThrow(
      'not among the known ones',
    )
  })

  test('a fault tells what its sender told', async () => {
    const error = await call('/fault').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(CallError)
    expect(error).toMatchObject({
      errorInfo: { errorCode: 'SCE004', errorData: expect.stringContaining('service-unknown') },
    })
  })

  test('an answer that is no SOAP says so', async () => {
    await expect(call('/html')).rejects.toThrow('no SOAP answer')
  })
})
