// The provider behind every contestant. The service's id is the path; what each does stands in bench/README.md.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dateTime, payloadOf } from '@arna/message'
import { parseCertificate } from '@arna/pki'
import { answerCall, receiveCall } from '@arna/sdk'
import { signerFrom } from '../hop/parties.ts'
import type { ProviderOrder } from '../hop/provider.ts'
import { tampered } from '../messages.ts'
import { answerOf } from '../signed-messages.ts'

const order = JSON.parse(process.argv[2]!) as ProviderOrder
const signer = signerFrom(order.provider)
const callers = order.callers.map((path) => parseCertificate(readFileSync(path)))
const soap = { 'content-type': 'text/xml; charset=utf-8' }

/** Of each size as many answers as are kept ready, and given in turn. */
const answersReady = 16
const ready = new Map(
  Object.entries(order.answers).map(([serviceId, bodyBytes]) => [
    serviceId,
    Array.from({ length: bodyBytes > 1_000_000 ? 1 : answersReady }, () =>
      answerOf(bodyBytes, signer),
    ),
  ]),
)
let given = 0

function answer(path: string, request: Buffer, response: ServerResponse): void {
  const answers = ready.get(path)
  if (answers !== undefined) send(response, answers[given++ % answers.length]!)
  else if (path === 'Fresh') send(response, fresh(request))
  else if (path === 'Tampered') send(response, tampered(fresh(request)))
  else if (path !== 'Hangs') response.writeHead(404).end()
}

/** Checks who called and what was signed, and answers with the payload that came, signed now. */
function fresh(request: Buffer): Buffer {
  const { message } = receiveCall(request, callers)
  const status = { code: 'SCSS001', message: 'Message has been processed successfully' }
  const info = { messageId: randomUUID(), responseDate: dateTime(new Date()), status }
  return answerCall(info, message.data && payloadOf(message.data), signer)
}

const send = (response: ServerResponse, bytes: Buffer): ServerResponse =>
  response.writeHead(200, { ...soap, 'content-length': bytes.length }).end(bytes)

function take(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    try {
      answer(request.url!.slice(1), Buffer.concat(chunks), response)
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
}

process.on('disconnect', () => process.exit())
const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 }, take)
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
