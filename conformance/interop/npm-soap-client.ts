/**
 * Calls a SHEP service through the gateway with npm soap: soap reads the WSDL, builds the message and signs it; xml-crypto
 * (which soap brings along) checks the answer, see npm-soap-signature.ts.
 *
 *     node npm-soap-client.ts path/to/demo.json [PAYLOAD] [--text] [--wsdl genuine]
 *
 * The payload goes as XML; with --text as a string (xsi:type="xs:string"). The data of the answer goes to stdout, what else
 * was found to stderr. Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createClientAsync } from 'soap'
import { bodyOfAnswer, contentOf, dataOf, textOf, transportSecurity } from './npm-soap-signature.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    text: { type: 'boolean', default: false },
    wsdl: { type: 'string', default: 'by-namespace' },
  },
})

const say = (name: string, value: unknown): void => console.error(`${name}: ${String(value)}`)

async function main([path = '', file]: readonly string[]): Promise<number> {
  const demo = JSON.parse(readFileSync(path, 'utf8'))
  const { senderId, password, key, certificate } = demo.client
  const payload = readFileSync(file ?? demo.service.payload, 'utf8')

  const client = await createClientAsync(
    `${demo.gateways.testInner}/bip-sync-wss-gost/?wsdl=${options.wsdl}`,
  )
  client.setSecurity(
    transportSecurity(readFileSync(key, 'utf8'), readFileSync(certificate, 'utf8')),
  )
  const request = {
    requestInfo: {
      messageId: randomUUID(),
      serviceId: demo.service.serviceId,
      messageDate: new Date().toISOString(),
      sender: { senderId, password },
    },
    requestData: { data: dataOf(payload, { isText: options.text }) },
  }
  const gateway = readFileSync(demo.gatewayCertificates.testInner, 'utf8')
  // What soap makes of the answer does not count: it checks no signature, and it cannot read text beside elements.
  await client['SendMessageAsync']({ request }).catch((error: unknown) => {
    if (client.lastResponse === null) throw error // nobody answered
  })
  const { body, signature, fault } = bodyOfAnswer(client.lastResponse, gateway)
  say('signature', signature)
  if (fault !== undefined) {
    say('fault', textOf(fault, 'faultcode'))
    say('reason', textOf(fault, 'faultstring'))
    return 2
  }
  say('status', textOf(body, 'code'))
  process.stdout.write(contentOf(body.getElementsByTagName('data')[0]))
  return 0
}

try {
  process.exitCode = await main(positionals)
} catch (error) {
  say('not trusted or not sent', (error as Error).message)
  process.exitCode = 1
}
