import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type BodyContent,
  contractFile,
  Fault,
  type FaultWriting,
  openEnvelope,
  type WsdlChannel,
  wsdlDocument,
  writeFault,
} from '@arna/message'
import { scan, type XmlElement } from '@arna/xml'

export interface ContractDoor extends AsyncDisposable {
  /** Without a query. */
  readonly address: string
}

export interface Serving {
  readonly channel: WsdlChannel
  /** The element that the WSDL of the channel gives to the errors of what is asked. */
  readonly faultDetail?: (body: XmlElement) => FaultWriting['detail']
  /** Throws Fault. */
  readonly answer: (body: XmlElement) => BodyContent
}

const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/'

/** A door that serves the WSDL as the gateway does, and answers without a signature: toolkits are tried here for what they make of the contract. */
export async function openContractDoor(serving: Serving): Promise<ContractDoor> {
  const server = createServer((request, response) => void serve(request, response, serving))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/bip-${serving.channel}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { channel, faultDetail, answer }: Serving,
): Promise<void> {
  const url = new URL(request.url!, `http://${request.headers.host}`)
  const address = `${url.origin}${url.pathname}`
  response.setHeader('content-type', 'text/xml; charset=utf-8')
  if (request.method === 'GET') {
    const layout = url.searchParams.get('wsdl')
    const text =
      layout === null
        ? contractFile(url.searchParams.get('xsd') ?? '', { address })
        : wsdlDocument({ layout, address, channel })
    response.statusCode = text === undefined ? 404 : 200
    response.end(text)
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { body } = openEnvelope(scan(Buffer.concat(chunks)))
  try {
    response.end(enveloped(answer(body)))
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault('internal-error', String(error))
    const detail = faultDetail?.(body)
    response.statusCode = 500
    response.end(enveloped(writeFault(fault, { at: new Date(0), ...(detail && { detail }) })))
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
