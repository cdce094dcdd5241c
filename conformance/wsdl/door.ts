import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type BodyContent,
  contractFile,
  dateTime,
  Fault,
  openEnvelope,
  payloadOf,
  readSendMessage,
  type SendMessage,
  wsdlDocument,
  writeFault,
  writeSendMessageResponse,
} from '@arna/message'
import { scan } from '@arna/xml'

export interface Door extends AsyncDisposable {
  /** Without a query. */
  readonly address: string
  /** What clients sent, in order. */
  readonly received: readonly SendMessage[]
}

const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/'

/**
 * A door that serves the WSDL as the gateway does and answers SendMessage with the data that came, without a
 * signature: toolkits are tried here for what they make of the contract. The serviceId FAULT is answered with a fault.
 */
export async function openDoor(): Promise<Door> {
  const received: SendMessage[] = []
  const server = createServer((request, response) => void serve(request, response, received))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/bip-sync/`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  received: SendMessage[],
): Promise<void> {
  const url = new URL(request.url!, `http://${request.headers.host}`)
  const address = `${url.origin}${url.pathname}`
  response.setHeader('content-type', 'text/xml; charset=utf-8')
  if (request.method === 'GET') {
    const layout = url.searchParams.get('wsdl')
    const text =
      layout === null
        ? contractFile(url.searchParams.get('xsd') ?? '', { address })
        : wsdlDocument({ layout, address })
    response.statusCode = text === undefined ? 404 : 200
    response.end(text)
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  try {
    const message = readSendMessage(openEnvelope(scan(bytes)).body)
    received.push(message)
    if (message.serviceId === 'FAULT') throw new Fault('access-denied', 'A may not call FAULT')
    response.end(
      enveloped(
        writeSendMessageResponse(
          {
            messageId: 'answer-1',
            responseDate: dateTime(new Date(0)),
            status: { code: 'SCSS001', message: 'Message has been processed successfully' },
          },
          message.data === undefined ? undefined : payloadOf(message.data),
        ),
      ),
    )
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault('internal-error', String(error))
    response.statusCode = 500
    response.end(enveloped(writeFault(fault, { at: new Date(0) })))
  }
}

const enveloped = (content: BodyContent): Buffer =>
  Buffer.concat(
    [
      `<soap:Envelope xmlns:soap="${soap11}"><soap:Body>`,
      ...content,
      '</soap:Body></soap:Envelope>',
    ].map((part) => Buffer.from(part)),
  )
