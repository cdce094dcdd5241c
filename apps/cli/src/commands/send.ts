import { randomUUID } from 'node:crypto'
import { asyncMessageTypes } from '@arna/message'
import { type Answer, type Call, callService } from '@arna/sdk'
import type { Command, Context } from '../command.ts'
import { type Given, whole } from '../command-line.ts'
import { UsageError } from '../failure.ts'
import { readInput } from '../files.ts'
import {
  complaintAbout,
  doorOf,
  knownOf,
  memberOptions,
  memberValues,
  referenceOption,
} from '../member.ts'
import { contentOf, readPayload, writeContent } from '../payload-content.ts'
import { tellRefusal } from '../refusal.ts'
import { type AsyncOrder, sendAsync } from '../send-async.ts'

const usualWaitSeconds = 60

/** `arna send`: one signed message through a gateway, and its answer. */
export const send: Command = {
  name: 'send',
  summary: 'send one signed message through a gateway and print the answer',
  words: '[PAYLOAD|-]',
  wordCount: [0, 1],
  options: {
    ...memberOptions,
    service: { value: 'ID', help: 'serviceId' },
    ...referenceOption,
    text: { help: 'send the payload as text (xsi:type="xs:string"), not as XML' },
    'message-id': { value: 'ID', help: 'a new UUID when left out' },
    async: { help: 'on the asynchronous channel: prints the messageId and the correlationId' },
    type: {
      value: 'TYPE',
      help: `with --async: ${asyncMessageTypes.join(', ')}; the first when left out`,
    },
    'correlation-id': { value: 'ID', help: 'with --async: the chain that it belongs to' },
    route: { value: 'ID', help: 'with --async: routeId' },
    wait: {
      help: `with --async: asks for the status until the message has ended, ${usualWaitSeconds} s at most`,
    },
  },
  examples: [
    ['arna send', 'the demo payload to the demo service'],
    ['arna send payload.xml --service DemoService', 'an own payload, as the demo client'],
    ['arna send --async --wait', 'on the asynchronous channel, until it is delivered'],
    [
      'arna send payload.xml --url https://gateway/bip-sync-wss-gost/ --sender my-system --password-file password --key my.key --cert my.crt --gateway-cert gateway.crt --service SomeService',
      'everything told',
    ],
  ],
  notes: `The payload of the answer goes to stdout, its status to stderr. The exit code is 1 for a fault, for a status that the provider
calls an error (SCSE…), and with --wait for a message that is not delivered.`,
  async run(given, context) {
    if (given.flag('async')) return sendAsync(await readAsyncOrder(given, context), context)
    const alien = asyncOnly.find((name) => given.flag(name))
    if (alien !== undefined) throw new UsageError(`--${alien} is for --async`)
    const call = await readCall(given, context)
    const startMs = performance.now()
    try {
      const answer = await callService(call)
      return writeAnswer(answer, performance.now() - startMs, context)
    } catch (error) {
      const hint = `; the gateway may have the message: arna trace '${call.messageId}'`
      return tellRefusal(error, context, { url: call.url, hint })
    }
  },
}

const asyncOnly = ['type', 'correlation-id', 'route', 'wait']

async function readCall(
  given: Given,
  context: Context,
): Promise<Call & { readonly messageId: string }> {
  const { door, ...call } = await readMessage(given, context, 'sync')
  return { ...door, ...call, messageId: given.text('message-id') ?? randomUUID() }
}

async function readAsyncOrder(given: Given, context: Context): Promise<AsyncOrder> {
  if (given.flag('message-id')) {
    throw new UsageError('--message-id: on the asynchronous channel the gateway gives it')
  }
  const messageType = given.oneOf('type', asyncMessageTypes) ?? 'REQUEST'
  const correlationId = given.text('correlation-id')
  if ((messageType === 'REQUEST') === (correlationId !== undefined)) {
    throw new UsageError(
      messageType === 'REQUEST'
        ? '--correlation-id: a REQUEST opens a chain of its own; give another --type'
        : `--correlation-id is missing: the chain that the ${messageType} belongs to`,
    )
  }
  const { door, ...message } = await readMessage(given, context, 'async')
  const routeId = given.text('route')
  return {
    door,
    message: {
      ...message,
      messageType,
      ...(correlationId !== undefined && { correlationId }),
      ...(routeId !== undefined && { routeId }),
    },
    waitSeconds: given.flag('wait') ? usualWaitSeconds : undefined,
  }
}

async function readMessage(given: Given, context: Context, channel: 'sync' | 'async') {
  const known = knownOf(given, context, channel)
  const told = whole(
    [
      ['PAYLOAD', given.positionals[0] ?? known.payload],
      ...memberValues(given, known),
      ['service', given.text('service') ?? known.serviceId],
    ],
    complaintAbout,
  )
  const door = doorOf(given, told)
  const bytes = await readInput(told.PAYLOAD, context)
  return { door, serviceId: told.service, payload: readPayload(bytes, given.flag('text')) }
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
  if (data !== undefined) writeContent(data, context)
  return isGood ? 0 : 1
}
