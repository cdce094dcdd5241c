import { randomUUID } from 'node:crypto'
import {
  type ErrorInfo,
  type FaultCode,
  type FaultDefinition,
  faults,
  isFaultCode,
  type Payload,
  payloadFrom,
} from '@arna/message'
import { keyBelongsTo } from '@arna/pki'
import { type Answer, type Call, CallError, callService } from '@arna/sdk'
import type { XmlElement } from '@arna/xml'
import type { Command, Context } from '../command.ts'
import { type Given, whole } from '../command-line.ts'
import { demoGateway, demoMaterial, hasDemo } from '../demo-folder.ts'
import { codesOf, Failure, messageOf, UsageError } from '../failure.ts'
import { readBytes, readCertificate, readCertificates, readInput, readKey } from '../files.ts'

const references = ['KeyIdentifier', 'IssuerSerial', 'BinarySecurityToken'] as const

/** `arna send`: one signed message through a gateway, and its answer. */
export const send: Command = {
  name: 'send',
  summary: 'send one signed message through a gateway and print the answer',
  words: '[PAYLOAD|-]',
  wordCount: [0, 1],
  options: {
    demo: {
      value: 'GATEWAY',
      help: 'a gateway of the running demo, test-inner when left out; what is not told comes from it',
    },
    url: { value: 'URL', help: 'the door of the gateway, as in http://host/bip-sync-wss-gost/' },
    sender: { value: 'ID', help: 'senderId' },
    'password-file': { value: 'FILE', help: 'its password (a line end is cut off)' },
    key: { value: 'FILE', help: 'private key that signs (PEM)' },
    cert: { value: 'FILE', help: 'its certificate' },
    'gateway-cert': { value: 'FILE', help: 'certificates that the answer may be signed with' },
    service: { value: 'ID', help: 'serviceId' },
    reference: { value: 'STYLE', help: `${references.join(', ')}; the first when left out` },
    text: { help: 'send the payload as text (xsi:type="xs:string"), not as XML' },
    'message-id': { value: 'ID', help: 'a new UUID when left out' },
  },
  examples: [
    ['arna send', 'the demo payload to the demo service'],
    ['arna send payload.xml --service DemoService', 'an own payload, as the demo client'],
    [
      'arna send payload.xml --url https://gateway/bip-sync-wss-gost/ --sender my-system --password-file password --key my.key --cert my.crt --gateway-cert gateway.crt --service SomeService',
      'everything told',
    ],
  ],
  notes: `The payload of the answer goes to stdout, its status to stderr. The exit code is 1 for a fault, and for a status
that the provider calls an error (SCSE…).`,
  async run(given, context) {
    const call = await readCall(given, context)
    const startMs = performance.now()
    try {
      const answer = await callService(call)
      return writeAnswer(answer, performance.now() - startMs, context)
    } catch (error) {
      if (error instanceof CallError) return writeRefusal(error, context)
      if (codesOf(error).includes('ECONNREFUSED')) {
        throw new Failure(`nobody answers at ${call.url}: does the gateway run (npm start)?`)
      }
      throw new Failure(
        `${call.url} gave no answer to believe: ${reason(error)}; the gateway may have the message: arna trace '${call.messageId}'`,
      )
    }
  },
}

/** What has to be known for a call, and what it is. */
const meanings = {
  PAYLOAD: 'a file, or - for standard input',
  url: 'the door of the gateway',
  sender: 'the senderId',
  'password-file': 'a file with the password',
  key: 'the private key that signs',
  cert: 'its certificate',
  'gateway-cert': 'the certificate that the answer is signed with',
  service: 'the serviceId',
}

async function readCall(
  given: Given,
  context: Context,
): Promise<Call & { readonly messageId: string }> {
  const known = given.flag('url') ? {} : fromDemo(given, context)
  const told = whole(
    [
      ['PAYLOAD', given.positionals[0] ?? known.payload],
      ['url', given.text('url') ?? known.url],
      ['sender', given.text('sender') ?? known.senderId],
      ['password-file', given.text('password-file') ?? known.password],
      ['key', given.text('key') ?? known.key],
      ['cert', given.text('cert') ?? known.certificate],
      ['gateway-cert', given.text('gateway-cert') ?? known.gatewayCertificate],
      ['service', given.text('service') ?? known.serviceId],
    ],
    (name) => `${name === 'PAYLOAD' ? name : `--${name}`} is missing: ${meanings[name]}`,
  )
  const signer = {
    key: readKey(told.key),
    certificate: readCertificate(told.cert),
    reference: given.oneOf('reference', references) ?? 'KeyIdentifier',
  } as const
  if (!keyBelongsTo(signer.key, signer.certificate)) {
    throw new Failure(`${told.cert} is not the certificate of the key ${told.key}`)
  }
  const bytes = await readInput(told.PAYLOAD, context)
  const password = told['password-file']
  return {
    url: told.url,
    sender: {
      senderId: told.sender,
      password: given.flag('password-file') ? readPassword(password) : password,
    },
    signer,
    trustedGateways: readCertificates(told['gateway-cert']),
    serviceId: told.service,
    payload: readPayload(bytes, given.flag('text')),
    messageId: given.text('message-id') ?? randomUUID(),
  }
}

interface Known {
  readonly url?: string
  readonly senderId?: string
  readonly password?: string
  readonly key?: string
  readonly certificate?: string
  readonly gatewayCertificate?: string
  readonly serviceId?: string
  readonly payload?: string
}

function fromDemo(given: Given, { config }: Context): Known {
  if (!given.flag('demo') && !hasDemo(config)) {
    throw new UsageError('there is no demo here (npm start makes one): give --url and the rest')
  }
  const { key } = demoGateway(given.text('demo') ?? 'test-inner')
  const { gateways, client, service, gatewayCertificates } = demoMaterial(config)
  return {
    ...client,
    ...service,
    url: `${gateways[key].replace(/\/$/, '')}/bip-sync-wss-gost/`,
    gatewayCertificate: gatewayCertificates[key],
  }
}

const readPassword = (path: string): string =>
  readBytes(path)
    .toString()
    .replace(/\r?\n$/, '')

function readPayload(bytes: Buffer, isText: boolean): Payload {
  try {
    return payloadFrom(isText ? bytes.toString() : bytes)
  } catch (error) {
    throw new Failure(
      isText
        ? `the payload cannot be sent as text: ${messageOf(error)}`
        : `the payload is not XML: ${messageOf(error)} (send it as text with --text)`,
    )
  }
}

function writeAnswer(answer: Answer, ms: number, context: Context): 0 | 1 {
  const { status, sessionId, messageId, requestMessageId } = answer
  const data = answer.data && contentOf(answer.data)
  const isGood = !status.code.startsWith('SCSE')
  if (context.json) {
    const shown = { messageId: requestMessageId, sessionId, status, responseMessageId: messageId }
    context.write(
      `${JSON.stringify({ ...shown, ms: Math.round(ms), data: data?.toString() ?? null }, null, 2)}\n`,
    )
    return isGood ? 0 : 1
  }
  context.say(`${status.code} ${status.message} (${ms.toFixed(0)} ms)`)
  context.say(`message ${requestMessageId}, session ${sessionId ?? 'not told'}`)
  if (data !== undefined && data.length > 0) {
    context.write(data)
    if (data.at(-1) !== 0x0a) context.write('\n')
  }
  return isGood ? 0 : 1
}

/** XML as the bytes that came; a payload sent as text (xsi:type="xs:string") as that text. */
function contentOf(data: XmlElement): Buffer {
  if (data.children().length === 0) return Buffer.from(data.text())
  return Buffer.from(data.document.bytes.subarray(data.contentStart, data.contentEnd))
}

function writeRefusal(error: CallError, context: Context): 1 {
  const { errorInfo, httpStatus, message } = error
  const known = definitionOf(errorInfo)
  if (context.json) {
    const shown = {
      fault: errorInfo ?? { errorMessage: message },
      httpStatus,
      ...(known && { code: known.code, party: known.party, retry: known.retry }),
    }
    context.write(`${JSON.stringify(shown, null, 2)}\n`)
    return 1
  }
  context.say(`arna: the gateway refused the message: ${message} (HTTP ${httpStatus})`)
  for (const line of faultLines(errorInfo)) context.say(`  ${line}`)
  if (known !== undefined) {
    const again = known.retry ? ', and the same message may succeed later' : ''
    context.say(`  ${known.title.en}: to be mended by the ${known.party}${again}`)
    context.say(`  ${known.remedy.en}`)
  }
  if (errorInfo?.sessionId !== undefined) context.say(`  arna trace '${errorInfo.sessionId}'`)
  return 1
}

/** Our own gateways begin errorData with their word for the fault. */
function definitionOf(
  info: ErrorInfo | undefined,
): (FaultDefinition & { code: FaultCode }) | undefined {
  const code = info?.errorData?.split(/[:\n]/)[0]
  return isFaultCode(code) ? { code, ...faults[code] } : undefined
}

function faultLines(info: ErrorInfo | undefined): string[] {
  const lines: string[] = []
  for (let one = info; one !== undefined; one = one.subError) {
    if (one !== info) lines.push(`the provider said: ${one.errorCode} ${one.errorMessage}`)
    lines.push(...(one.errorData?.split('\n') ?? []))
  }
  return lines
}

/** fetch-like errors keep what happened in `cause`, and several tried addresses in `errors`. */
function reason(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map(reason).join(', ')
  return messageOf(error)
}
