/**
 * What the gateway pushes to, with npm soap: messages and the status of our own messages are believed only when the gateway
 * signed them, and answered signed. soap reads the WSDL that receivers implement (?wsdl=client) and writes the answers.
 *
 *     node npm-soap-receiver.ts path/to/demo.json PORT [--wsdl client-genuine]
 *
 * demo.json names our key and certificate (client) and the gateway that may call (gatewayCertificates.testInner). The registry
 * has to name this address as the receiver of the system. What came goes to stdout, a line of JSON for each.
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { createServerless, type IServices } from 'soap'
import { contentOf, signedBody, textOf, transportSecurity } from './npm-soap-signature.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { wsdl: { type: 'string', default: 'client' } },
})
const [path = '', port = '8099'] = positionals
const demo = JSON.parse(readFileSync(path, 'utf8'))
const [gateway, key, certificate] = [
  demo.gatewayCertificates.testInner,
  demo.client.key,
  demo.client.certificate,
].map((file: string) => readFileSync(file, 'utf8')) as [string, string, string]

/** Whoever answers the gateway has the message: put it where it is safe first. The same messageId again is a repeat. */
function keep(body: Element): void {
  const names = ['messageId', 'correlationId', 'messageType', 'senderId', 'password']
  const isMessage = body.getElementsByTagName('messageData').length > 0
  const told = (isMessage ? names : ['messageId', 'messageState', 'statusCode']).map((name) => [
    name,
    textOf(body, name),
  ])
  const data = isMessage && { data: contentOf(body.getElementsByTagName('data')[0]) }
  console.log(JSON.stringify({ ...Object.fromEntries(told), ...data }))
}

const services: IServices = {
  AsyncChannelClientHttpService: {
    AsyncChannelClientHttpPort: {
      sendMessage: ({ request: { messageInfo } }) => ({
        response: {
          messageId: messageInfo.messageId,
          correlationId: messageInfo.correlationId,
          responseDate: new Date().toISOString(),
          sessionId: messageInfo.sessionId,
        },
      }),
      changeMassageStatusNotification: ({ request: { sessionId } }) => ({
        response: { responseDate: new Date().toISOString(), sessionId },
      }),
    },
  },
}

const address = `${demo.gateways.testInner}/bip-async-wss-gost/?wsdl=${options.wsdl}`
const wsdl = await (await fetch(address)).text()

// Not soap.listen: soap checks no signature, so it gets only what the gateway signed.
const soapServer = await createServerless({ path: '/', services, xml: wsdl, uri: address })
async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await text(request)
  response.setHeader('content-type', 'text/xml; charset=utf-8')
  try {
    keep(signedBody(call, gateway))
  } catch (error) {
    response.writeHead(500).end(fault(`The call is not believed: ${(error as Error).message}`))
    return
  }
  const { body, statusCode } = await soapServer.processRequest(call)
  // Where the signature goes: soap writes no Header by itself.
  const withHeader = body.replace('<soap:Body>', '<soap:Header></soap:Header><soap:Body>')
  response
    .writeHead(statusCode)
    .end(transportSecurity(key, certificate).postProcess(withHeader, 'soap'))
}

const fault = (reason: string): string =>
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault>' +
  `<faultcode>SCE006</faultcode><faultstring>${reason.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</faultstring>` +
  '</soap:Fault></soap:Body></soap:Envelope>'

createServer((request, response) => void receive(request, response)).listen(
  Number(port),
  '127.0.0.1',
  () => console.error(`listening on ${port}`),
)
