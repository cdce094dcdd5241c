/**
 * The asynchronous channel with npm soap: soap reads the WSDL, builds and signs what is asked, xml-crypto checks each answer,
 * see npm-soap-signature.ts.
 *
 *     node npm-soap-async-client.ts path/to/demo.json send [PAYLOAD] [--text] [--type RESPONSE --chain CORRELATIONID]
 *     node npm-soap-async-client.ts path/to/demo.json status MESSAGEID
 *     node npm-soap-async-client.ts path/to/demo.json fetch [--chain CORRELATIONID]
 *     node npm-soap-async-client.ts path/to/demo.json confirm MESSAGEID
 *
 * Each of them takes --service DemoAsync and --wsdl genuine. The data of fetched messages goes to stdout, what else was found
 * to stderr. Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createClientAsync } from 'soap'
import { bodyOfAnswer, contentOf, dataOf, textOf, transportSecurity } from './npm-soap-signature.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    service: { type: 'string', default: 'DemoAsync' },
    text: { type: 'boolean', default: false },
    type: { type: 'string', default: 'REQUEST' },
    chain: { type: 'string' },
    wsdl: { type: 'string', default: 'by-namespace' },
  },
})

const say = (name: string, value: unknown): void => console.error(`${name}: ${String(value)}`)

const [path = '', operation = '', what = ''] = positionals

async function main(): Promise<number> {
  const demo = JSON.parse(readFileSync(path, 'utf8'))
  const { senderId, password, key, certificate } = demo.client
  const sender = { senderId, password }
  const client = await createClientAsync(
    `${demo.gateways.testInner}/bip-async-wss-gost/?wsdl=${options.wsdl}`,
  )
  client.setSecurity(
    transportSecurity(readFileSync(key, 'utf8'), readFileSync(certificate, 'utf8')),
  )
  const now = new Date().toISOString()

  /** What soap makes of an answer does not count: it checks no signature. Undefined for a fault. */
  const ask = async (name: string, request: object): Promise<Element | undefined> => {
    await client[`${name}Async`]({ request }).catch((error: unknown) => {
      if (client.lastResponse === null) throw error // nobody answered
    })
    const gateway = readFileSync(demo.gatewayCertificates.testInner, 'utf8')
    const { body, signature, fault } = bodyOfAnswer(client.lastResponse, gateway)
    say('signature', signature)
    if (fault === undefined) return body
    say('fault', textOf(fault, 'faultcode'))
    say('reason', textOf(fault, 'faultstring'))
    return undefined
  }

  const operations: Readonly<Record<string, () => Promise<Element | undefined>>> = {
    send: async () => {
      const payload = readFileSync(what === '' ? demo.service.payload : what, 'utf8')
      const { service: serviceId, type: messageType, chain: correlationId } = options
      const body = await ask('sendMessage', {
        messageInfo: {
          ...(correlationId !== undefined && { correlationId }),
          serviceId,
          messageType,
          messageDate: now,
          sender,
        },
        messageData: { data: dataOf(payload, { isText: options.text }) },
      })
      return tell(body, ['messageId', 'correlationId'])
    },
    status: async () => {
      const body = await ask('getMessageStatus', { messageId: what, requestDate: now, sender })
      return tell(body, ['messageState', 'statusCode'])
    },
    fetch: async () => {
      const { service: serviceId, chain: correlationId } = options
      const body = await ask('getMessages', {
        ...(correlationId !== undefined && { correlationId }),
        requestDate: now,
        serviceId,
        sender,
      })
      for (const message of Array.from(body?.getElementsByTagName('messages') ?? [])) {
        tell(message, ['messageId', 'correlationId', 'messageType', 'senderId'])
        process.stdout.write(contentOf(message.getElementsByTagName('data')[0]))
      }
      return body
    },
    confirm: async () => {
      const body = await ask('sendDeliveryNotification', {
        notification: {
          messageId: what,
          serviceId: options.service,
          notificationDate: now,
          deliveryStatus: {
            receiveStatus: 'MESSAGE_ACCEPTED',
            statusDate: now,
            resendMessage: 'NOT_RESEND',
          },
        },
        requestDate: now,
        sender,
      })
      return tell(body, ['notificationId'])
    },
  }
  const perform = operations[operation]
  if (perform === undefined) throw new Error('say send, status, fetch or confirm')
  return (await perform()) === undefined ? 2 : 0
}

function tell(element: Element | undefined, names: readonly string[]): Element | undefined {
  if (element !== undefined) for (const name of names) say(name, textOf(element, name))
  return element
}

try {
  process.exitCode = await main()
} catch (error) {
  say('not trusted or not sent', (error as Error).message)
  process.exitCode = 1
}
