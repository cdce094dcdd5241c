// The peer of the whole hop from npm: the server and the client of `soap`, signing by its WSSecurityCert, verifying by
// xml-crypto as WSSecurityCert signs. Arguments: FOLDER PROVIDER_URL OWN_KEY OWN_CERTIFICATE SENDER_CERTIFICATE
// PROVIDER_CERTIFICATE. Prints its name and its address when it listens.
//
// Does, for every message: verifies its signature, lets the server read it by the WSDL, sends it by the client with a
// signature of its own, verifies the answer's signature, appends a record to a file and waits for fdatasync, and answers
// signed. The payload passes as the text that came ($xml), which spares it from being read and written anew.
// Does not: check limits, certificate chain, password or access; hide the password; record a refusal.
import { createHash, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createClientAsync, listen, WSSecurityCert } from 'soap'
import manifest from 'soap/package.json' with { type: 'json' }
import { verifyByXmlCrypto } from './verify-by-xml-crypto.ts'

const [folder, providerUrl, keyPath, ownPath, senderPath, providerPath] = process.argv.slice(2)
const wsdlPath = fileURLToPath(
  new URL(
    '../../packages/message/contracts/shep/by-namespace/SyncChannelHttp_Service.wsdl',
    import.meta.url,
  ),
)
const publicKeyOf = (path: string): KeyObject => new X509Certificate(readFileSync(path)).publicKey
const senderKey = publicKeyOf(senderPath!)
const providerKey = publicKeyOf(providerPath!)
const records = await open(join(folder!, 'node-soap-records'), 'a')
const security = new WSSecurityCert(readFileSync(keyPath!), readFileSync(ownPath!, 'utf8'), '', {
  hasTimeStamp: false,
  signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
})
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Dates are read as such, and would be written as nothing. */
interface RequestInfo {
  readonly serviceId: string
  readonly messageDate: Date
}
interface Call {
  readonly request: { readonly requestInfo: RequestInfo }
}
interface Answer {
  readonly response: { readonly responseInfo: { readonly responseDate: Date } }
}
type TakenRequest = IncomingMessage & { body: string }

async function pass({ request: { requestInfo } }: Call, received: string): Promise<object> {
  const messageDate = requestInfo.messageDate.toISOString()
  const request = {
    requestInfo: { ...requestInfo, messageDate },
    requestData: { $xml: dataOf(received) },
  }
  const client = clients.get(requestInfo.serviceId)!
  const [answer, raw] = (await client['SendMessageAsync']({ request })) as [Answer, string]
  if (!verifyByXmlCrypto(raw, providerKey)) throw new Error('the answer does not verify')
  await records.write(`${Date.now()} ${sha256(received)} ${sha256(raw)}\n`)
  await records.datasync()
  const { responseInfo } = answer.response
  const responseDate = responseInfo.responseDate.toISOString()
  return {
    response: {
      responseInfo: { ...responseInfo, responseDate },
      responseData: { $xml: dataOf(raw) },
    },
  }
}

const dataOf = (xml: string): string =>
  xml.slice(xml.indexOf('<data'), xml.lastIndexOf('</data>') + '</data>'.length)

const clients = new Map<string, Client>()
for (const service of ['Prepared', 'Fresh', 'Tampered']) {
  const client = await createClientAsync(wsdlPath, { endpoint: `${providerUrl}/${service}` })
  client.setSecurity(security)
  clients.set(service, client)
}

const services = {
  ISyncChannelHttpService: {
    SyncChannelHttpPort: {
      SendMessage: (args: Call, _callback: unknown, _headers: unknown, { body }: TakenRequest) =>
        pass(args, body),
    },
  },
}

const server = createServer()
await new Promise<void>((resolve) => {
  const soap = listen(server, {
    path: /^\/\w+/,
    services,
    xml: readFileSync(wsdlPath, 'utf8'),
    uri: wsdlPath,
    callback: () => resolve(),
  })
  soap.on('response', (response: { result: string }) => {
    const withHeader = response.result.replace('<soap:Body', '<soap:Header></soap:Header>$&')
    response.result = security.postProcess(withHeader, 'soap')
  })
})
const [serve] = server.listeners('request') as ((...args: unknown[]) => void)[]
server.removeAllListeners('request').on('request', (request: TakenRequest, response) => {
  void take(request, response).then((verified) => verified && serve!(request, response))
})

/** What the server reads is verified before. */
async function take(request: TakenRequest, response: ServerResponse): Promise<boolean> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  request.body = Buffer.concat(chunks).toString('utf8')
  try {
    if (verifyByXmlCrypto(request.body, senderKey)) return true
  } catch {
    // A message that cannot be read does not verify either.
  }
  response.writeHead(500).end('the signature does not verify')
  return false
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`npm soap ${manifest.version}|http://127.0.0.1:${port}`)
})
process.on('disconnect', () => process.exit())
