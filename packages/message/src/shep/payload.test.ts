import { canonicalBytes, loadXmlEngine, scan, type XmlDocument, type XmlElement } from '@arna/xml'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  openEnvelope,
  payloadFrom,
  payloadOf,
  readSendMessage,
  writeSendMessage,
} from '../index.ts'
import { envelopes } from './test-setup/envelopes.ts'

const wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'
const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
const info = {
  messageId: 'm',
  serviceId: 'S',
  messageDate: '2026-02-03T10:20:30',
  sender: { senderId: 'A' },
  properties: [],
}

/** The envelope that the gateway writes, with the prefixes it binds around the Body's content. */
function passOn(data: XmlElement): XmlElement {
  const parts = [
    `<soap:Envelope xmlns:soap="${soap}"><soap:Body xmlns:wsu="${wsu}" wsu:Id="b">`,
    ...writeSendMessage(info, payloadOf(data)),
    '</soap:Body></soap:Envelope>',
  ]
  const document = scan(Buffer.concat(parts.map((part) => Buffer.from(part))))
  return readSendMessage(openEnvelope(document).body).data!
}

function find(document: XmlDocument, localName: string): XmlElement {
  for (let index = 0; index < document.elementCount; index++) {
    const element = document.element(index)
    if (element.localName === localName) return element
  }
  throw new Error(`no ${localName}`)
}

const bytesOf = ({ document }: XmlElement, start: number, end: number): string =>
  Buffer.from(document.bytes.subarray(start, end)).toString('utf8')

const canonical = (element: XmlElement, comments: boolean): string =>
  canonicalBytes(element.document, { method: 'exc-c14n', comments, element }).toString('utf8')

const subtree = (element: XmlElement): XmlElement[] => [
  element,
  ...element.children().flatMap(subtree),
]

/** Everything that a prefix meant before, it means after; the default namespace is the same, also when there is none. */
function expectSameMeaning(before: XmlElement, after: XmlElement): void {
  const was = before.namespacesInScope()
  const is = after.namespacesInScope()
  expect(is.get('') ?? '').toBe(was.get('') ?? '')
  expect(Object.fromEntries(is)).toMatchObject(Object.fromEntries(was))
}

function expectSamePayload(before: XmlElement, after: XmlElement): void {
  expect(bytesOf(after, after.contentStart, after.contentEnd)).toBe(
    bytesOf(before, before.contentStart, before.contentEnd),
  )
  expect(canonical(after, false)).toBe(canonical(before, false))
  expect(canonical(after, true)).toBe(canonical(before, true))
  const elements = subtree(after)
  subtree(before).forEach((element, index) => expectSameMeaning(element, elements[index]!))
}

describe.each(['arna', 'libxml2'] as const)(
  'a payload that %s has read and that is passed on',
  (name) => {
    test('keeps its bytes, its canonical form and the meaning of every name, whatever was around it', async () => {
      const engine = await loadXmlEngine(name)
      let withDefault = 0
      let withClash = 0
      fc.assert(
        fc.property(envelopes(name === 'arna' ? 'peculiar' : 'plain'), (text) => {
          const before = find(engine.scan(Buffer.from(text)), 'data')
          const inherited = before.parent!.namespacesInScope()
          if (inherited.has('')) withDefault++
          if ((inherited.get('soap') ?? soap) !== soap) withClash++
          const after = passOn(before)
          expectSamePayload(before, after)
          const further = passOn(after)
          expectSamePayload(before, further)
          // The start tag grows at most once: a second gateway finds the default namespace in it.
          expect(bytesOf(further, further.start, further.end)).toBe(
            bytesOf(after, after.start, after.end),
          )
        }),
        { numRuns: 3000 },
      )
      expect(withDefault).toBeGreaterThan(300)
      expect(withClash).toBeGreaterThan(100)
    })
  },
)

describe('a payload that is passed on', () => {
  const passedOn = (around: string, data: string) => {
    const after = passOn(find(scan(Buffer.from(around.replace('…', data))), 'data'))
    return [
      bytesOf(after.parent!, after.parent!.start, after.parent!.contentStart),
      bytesOf(after, after.start, after.end),
    ]
  }

  test.each<[string, string, string, string, string]>([
    [
      'without namespaces is untouched',
      '<r>…</r>',
      '<data  a = "1"\n/>',
      '<requestData>',
      '<data  a = "1"\n/>',
    ],
    [
      'has its inherited prefixes declared around it, used or not',
      '<r xmlns:xs="urn:1" xmlns:soap="urn:2">…</r>',
      '<data t="xs:a">soap:b</data>',
      '<requestData xmlns:xs="urn:1" xmlns:soap="urn:2">',
      '<data t="xs:a">soap:b</data>',
    ],
    [
      'in another meaning of our own prefix',
      '<r xmlns:ns2="urn:2">…</r>',
      '<ns2:data/>',
      '<requestData xmlns:ns2="urn:2">',
      '<ns2:data/>',
    ],
    [
      'in the same meaning of our own prefix',
      '<r xmlns:ns2="http://bip.bee.kz/SyncChannel/v10/Types">…</r>',
      '<ns2:data/>',
      '<requestData>',
      '<ns2:data/>',
    ],
    [
      'gets an inherited default namespace into its start tag',
      '<r xmlns="urn:d&amp;&quot;">…</r>',
      '<data><a/></data>',
      '<requestData>',
      '<data xmlns="urn:d&amp;&quot;"><a/></data>',
    ],
    [
      'gets it even when its own name has a prefix',
      '<r xmlns="urn:d" xmlns:қ="urn:k">…</r>',
      '<қ:data><a/></қ:data>',
      '<requestData xmlns:қ="urn:k">',
      '<қ:data xmlns="urn:d"><a/></қ:data>',
    ],
    [
      'gets it before a slash',
      '<r xmlns="urn:d">…</r>',
      '<data/>',
      '<requestData>',
      '<data xmlns="urn:d"/>',
    ],
    [
      'keeps a default namespace of its own',
      '<r xmlns="urn:d">…</r>',
      "<data\n\txmlns\n=\n'urn:e'/>",
      '<requestData>',
      "<data\n\txmlns\n=\n'urn:e'/>",
    ],
    [
      'keeps the same default namespace of its own',
      '<r xmlns="urn:d">…</r>',
      '<data xmlns="urn:d"/>',
      '<requestData>',
      '<data xmlns="urn:d"/>',
    ],
    [
      'keeps its own lack of a default namespace',
      '<r xmlns="urn:d">…</r>',
      '<data xmlns=""/>',
      '<requestData>',
      '<data xmlns=""/>',
    ],
    [
      'is not misled by values and names that look like a declaration',
      '<r xmlns="urn:d">…</r>',
      `<data a=' xmlns="urn:e"' xmlns:xmlns1="urn:f" b=" xmlns=''"/>`,
      '<requestData>',
      `<data xmlns="urn:d" a=' xmlns="urn:e"' xmlns:xmlns1="urn:f" b=" xmlns=''"/>`,
    ],
    [
      'has its default namespace taken back around it',
      '<r xmlns="urn:d"><s xmlns="">…</s></r>',
      '<data/>',
      '<requestData>',
      '<data/>',
    ],
  ])('%s', (_what, around, data, holder, expected) => {
    expect(passedOn(around, data)).toEqual([holder, expected])
  })

  test('is a view of the bytes that came, not a copy', () => {
    const data = find(scan(Buffer.from('<r><data>1</data></r>')), 'data')
    expect((payloadOf(data).content[0] as Uint8Array).buffer).toBe(data.document.bytes.buffer)
  })
})

describe('a payload made here', () => {
  const written = (content: string | Uint8Array, options?: Parameters<typeof payloadFrom>[1]) =>
    payloadFrom(content, options)
      .content.map((part) => Buffer.from(part))
      .join('')

  test('of text is escaped and typed with the prefixes that members look for', () => {
    expect(written('<a>&\r😀</a>')).toBe(
      '<data xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">&lt;a&gt;&amp;&#xD;😀&lt;/a&gt;</data>',
    )
  })

  test('of XML is taken as it is, without byte order mark and XML declaration', () => {
    const xml = `\ufeff<?xml version='1.0' encoding="UTF-8"?>\r\n<a b='1' ><![CDATA[<]]></a>`
    expect(written(Buffer.from(xml))).toBe(`<data>\r\n<a b='1' ><![CDATA[<]]></a></data>`)
  })

  test('of mixed content', () => {
    expect(written(Buffer.from('a<b/>c'))).toBe('<data>a<b/>c</data>')
  })

  test('of XML names its type', () => {
    const data = scan(
      Buffer.from(
        written(Buffer.from('<a/>'), { xsiType: { namespace: 'urn:"t', localName: 'Request' } }),
      ),
    ).root
    const [prefix, localName] = data
      .attribute('http://www.w3.org/2001/XMLSchema-instance', 'type')!
      .split(':')
    expect([data.namespacesInScope().get(prefix!), localName]).toEqual(['urn:"t', 'Request'])
  })

  test.each([
    '<a>',
    '</data><data>',
    '</data>',
    '<p:a/>',
    '&nbsp;',
    '<!DOCTYPE a><a/>',
    '<a/><?xml version="1.0"?>',
  ])('of %j is refused', (xml) => {
    expect(() => written(Buffer.from(xml))).toThrow(expect.objectContaining({ name: 'XmlError' }))
  })

  test('of text that XML cannot hold is refused', () => {
    expect(() => written('\u0000')).toThrow(TypeError)
  })
})
