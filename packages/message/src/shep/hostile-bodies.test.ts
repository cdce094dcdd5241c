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

const types = 'http://bip.bee.kz/SyncChannel/v10/Types'
const soap = 'http://schemas.xmlsoap.org/soap/envelope/'

interface Node {
  readonly name: string
  readonly children: readonly (Node | string)[]
}

/** A right request or answer, taken apart so that it can be put together wrongly. */
const leaf = (name: string, text: string): Node => ({ name, children: [text] })
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

const kinds = [
  'drop',
  'double',
  'rename',
  'case',
  'text',
  'swap',
  'nest',
  'namespace',
  'control',
] as const
type Damage = readonly [number, (typeof kinds)[number]]

/** Does each damage to the node that its number chooses, counted in document order. */
function damaged(node: Node, damages: readonly Damage[]): string {
  let count = 0
  const write = (one: Node | string): string => {
    if (typeof one === 'string') return one
    const number = count++
    let { name } = one
    const children = one.children.map(write)
    let attributes = ''
    let before = ''
    let copies = 1
    for (const [chosen, kind] of damages) {
      if (chosen !== number) continue
      if (kind === 'drop') copies = 0
      if (kind === 'double') copies = 2
      if (kind === 'rename') name = 'other'
      if (kind === 'case')
        name = name.toUpperCase().replace(/^([ST]):/, (prefix) => prefix.toLowerCase())
      if (kind === 'text') before = 'text'
      if (kind === 'swap') children.reverse()
      if (kind === 'nest') children.push(`<${name}/>`)
      if (kind === 'namespace') attributes = ' xmlns="urn:other"'
      if (kind === 'control') children.push('&#9;&#x85;\n')
    }
    return before + `<${name}${attributes}>${children.join('')}</${name}>`.repeat(copies)
  }
  return write(node)
}

const bodyOf = (content: string) =>
  openEnvelope(
    scan(
      Buffer.from(
        `<s:Envelope xmlns:s="${soap}" xmlns:t="${types}"><s:Body>${content}</s:Body></s:Envelope>`,
      ),
    ),
  ).body

const damages = fc.array(fc.tuple(fc.nat(16), fc.constantFrom(...kinds)), { maxLength: 3 })

/** What a reader gives, undefined when it refuses with a Fault; any other error is a defect. */
function unlessFault<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}

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
