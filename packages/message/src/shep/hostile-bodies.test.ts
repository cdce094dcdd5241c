import { isDeepStrictEqual } from 'node:util'
import { scan } from '@arna/xml'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type BodyContent,
  Fault,
  openEnvelope,
  payloadOf,
  readFault,
  readSendMessage,
  readSendMessageResponse,
  writeFault,
  writeSendMessage,
} from '../index.ts'
import { damaged, damages, leaf, type Node, unlessFault } from './test-setup/damaged.ts'

const types = 'http://bip.bee.kz/SyncChannel/v10/Types'
const soap = 'http://schemas.xmlsoap.org/soap/envelope/'

const info = [
  leaf('messageId', 'm'),
  leaf('correlationId', 'c'),
  leaf('serviceId', 'S'),
  leaf('messageDate', '2026-02-03T10:20:30'),
  leaf('routeId', ''),
  { name: 'sender', children: [leaf('senderId', 'A'), leaf('password', 'p')] },
  { name: 'properties', children: [leaf('key', 'k'), leaf('value', 'v')] },
  leaf('sessionId', 'x'),
]
const request: Node = {
  name: 't:SendMessage',
  children: [
    {
      name: 'request',
      children: [
        { name: 'requestInfo', children: info },
        { name: 'requestData', children: [leaf('data', '<a/>')] },
      ],
    },
  ],
}
const fault: Node = {
  name: 's:Fault',
  children: [
    leaf('faultcode', 'E'),
    leaf('faultstring', 'text'),
    {
      name: 'detail',
      children: [
        {
          name: 't:SendMessageFault1_SendMessageFault',
          children: [
            'errorCode',
            'errorMessage',
            'errorData',
            'errorDate',
            'subError',
            'sessionId',
          ].map((name) => leaf(name, '1')),
        },
      ],
    },
  ],
}

const bodyOf = (content: string) =>
  openEnvelope(
    scan(
      Buffer.from(
        `<s:Envelope xmlns:s="${soap}" xmlns:t="${types}"><s:Body>${content}</s:Body></s:Envelope>`,
      ),
    ),
  ).body

const textOf = (content: BodyContent): string => content.map((part) => Buffer.from(part)).join('')

test('a damaged request is read or refused with a Fault, and what is read can be written', () => {
  let read = 0
  let refused = 0
  fc.assert(
    fc.property(damages, (chosen) => {
      const message = unlessFault(() => readSendMessage(bodyOf(damaged(request, chosen))))
      if (message === undefined) {
        refused++
        return true
      }
      read++
      const written = writeSendMessage(message, message.data && payloadOf(message.data))
      const again = readSendMessage(bodyOf(textOf(written)))
      return isDeepStrictEqual({ ...again, data: undefined }, { ...message, data: undefined })
    }),
    { numRuns: 2000 },
  )
  expect([read > 200, refused > 200]).toEqual([true, true])
})

test('a damaged answer makes no reader fail otherwise, and a fault that was read can be written', () => {
  let faultsRead = 0
  fc.assert(
    fc.property(damages, fc.constantFrom(request, fault), (chosen, node) => {
      const body = bodyOf(damaged(node, chosen))
      unlessFault(() => readSendMessageResponse(body))
      const subError = readFault(body)?.errorInfo
      if (subError === undefined) return true
      faultsRead++
      const written = writeFault(new Fault('provider-fault', '', { subError }), { at: new Date(0) })
      const again = readFault(bodyOf(textOf(written).replaceAll('soap:', 's:')))?.errorInfo
      return again?.subError?.errorCode === subError.errorCode
    }),
    { numRuns: 2000 },
  )
  expect(faultsRead).toBeGreaterThan(200)
})

test('a fault of thousands of elements is not searched again and again', () => {
  const elements = '<a/>'.repeat(10_000)
  const body = scan(
    Buffer.from(
      `<s:Envelope xmlns:s="${soap}"><s:Body><s:Fault>${elements}</s:Fault></s:Body></s:Envelope>`,
    ),
  ).root.children()[0]!
  expect(() => readFault(body)).toThrow(expect.objectContaining({ code: 'message-malformed' }))
})
