import type { FaultCode, SendMessage } from '@arna/message'
import type { KeyPair } from '@arna/pki'
import { type Checked, type Service, usualService, usualSystem } from '@arna/registry'
import { createTestAuthority } from '@arna/testing'
import { arnaEngine, escapeText, scan, type XmlElement } from '@arna/xml'
import { signById, signEnveloped } from '@arna/xml-security'
import { afterAll, describe, expect, test } from 'vitest'
import { checkAnswerPayload, checkRequestPayload } from './check-payload.ts'
import { openSchemaCheck } from './schema-check.ts'

const authority = await createTestAuthority()
const signer = await authority.issue({ iin: '850505300456' })
const schemas = openSchemaCheck()
afterAll(() => schemas.close())
const checking = { xml: arnaEngine, trust: authority.trust(), schemas }

const files = [
  {
    name: 'person.xsd',
    text:
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">' +
      '<xs:element name="person" type="Person"/><xs:complexType name="Person"><xs:sequence>' +
      '<xs:element name="iin"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{12}"/></xs:restriction></xs:simpleType></xs:element>' +
      '</xs:sequence></xs:complexType></xs:schema>',
  },
]

const service = (options: Partial<Service>): Service => ({
  ...usualService,
  serviceId: 'Person',
  owner: 'ministry',
  url: 'http://provider.kz/',
  ...options,
})

const system = {
  ...usualSystem,
  senderId: 'any',
  organisation: { id: 'a', name: 'A', isState: true },
}

/** `data` of an envelope that declares a few prefixes, as envelopes do. */
function dataOf(data: string): XmlElement | undefined {
  const text = `<e xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="urn:t" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${data}</e>`
  return scan(Buffer.from(text)).root.children()[0]
}

const inData = (xml: string): string => `<data>${xml}</data>`
const asText = (xml: string): string => `<data xsi:type="xs:string">${escapeText(xml)}</data>`

type Judged = 'taken' | { readonly code: FaultCode; readonly detail: string }

const judged = (work: Promise<void>): Promise<Judged> =>
  work.then(
    () => 'taken',
    ({ code, detail }: { code: FaultCode; detail: string }) => ({ code, detail }),
  )

const atOnce = async (work: () => void): Promise<void> => work()

const request = (data: string, options: Partial<Service>) =>
  judged(
    checkRequestPayload(
      {
        service: service(options),
        sender: system,
        message: { data: dataOf(data) } as unknown as SendMessage,
      },
      checking,
      atOnce,
    ),
  )

const answer = (data: string, options: Partial<Service>) =>
  judged(
    checkAnswerPayload(
      {
        service: service(options),
        provider: system,
        sender: system,
        response: { data: dataOf(data) } as never,
      },
      checking,
      atOnce,
    ),
  )

const signed = (xml: string, by: KeyPair = signer): string =>
  signEnveloped(scan(Buffer.from(xml)), by).toString()
const person = '<person xmlns="urn:t"><iin>850505300456</iin></person>'

describe('the payload’s own signature', () => {
  const asks = { payloadSignature: 'both' } as const

  test.each([
    ['inline', inData(signed(person))],
    ['as text', asText(signed(person))],
    [
      'as text after an XML declaration',
      asText(`<?xml version="1.0" encoding="UTF-8"?>\n${signed(person)}`),
    ],
    ['as text after white space', asText(`\n ${signed(person)}\n`)],
    ['as CDATA', `<data><![CDATA[${signed(person)}]]></data>`],
    ['in data itself', signed('<data><a/>text</data>')],
    [
      'in data of a type',
      signed(
        `<data xmlns:t="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="t:Person"><t:iin>1</t:iin></data>`,
      ),
    ],
    [
      'with a prefix that the envelope declares',
      inData(signed('<t:p xmlns:t="urn:t"/>').replace(' xmlns:t="urn:t"', '')),
    ],
    ['between white space', inData(`\n  ${signed(person)}\n`)],
  ])('is found where members put it: %s', async (_where, data) => {
    expect(await request(data, asks)).toBe('taken')
    expect(await answer(data, asks)).toBe('taken')
  })

  test.each([
    ['nothing', '<data/>', 'payload-unsigned'],
    ['an empty text', asText('  '), 'payload-unsigned'],
    ['no signature', inData(person), 'payload-unsigned'],
    ['no signature, as text', asText(person), 'payload-unsigned'],
    ['text that is no XML', asText('850505300456'), 'payload-invalid'],
    ['text with a DTD', asText('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), 'payload-invalid'],
    [
      'what was changed afterwards',
      inData(signed(person).replace('3004', '3005')),
      'payload-signature-wrong',
    ],
    [
      'what was changed, as text',
      asText(signed(person).replace('3004', '3005')),
      'payload-signature-wrong',
    ],
    [
      'a second element beside what is signed',
      inData(`${signed(person)}<forged/>`),
      'payload-signature-wrong',
    ],
    ['text beside what is signed', inData(`${signed(person)}forged`), 'payload-signature-wrong'],
    [
      'what is signed inside something else',
      inData(`<forged>${signed(person)}</forged>`),
      'payload-signature-wrong',
    ],
    [
      'two signatures',
      inData(signed(person).replace(/<ds:Signature.*<\/ds:Signature>/, '$&$&')),
      'payload-signature-wrong',
    ],
    [
      'a signature over a part',
      inData(signById(scan(Buffer.from('<r><a Id="a"/><b/></r>')), 'a', signer).toString()),
      'payload-signature-wrong',
    ],
    [
      'a signature moved into data',
      inData(signed(person).replace(/(<ds:Signature.*<\/ds:Signature>)(<\/person>)/, '$2$1')),
      'payload-signature-wrong',
    ],
  ] as const)('refuses %s', async (_what, data, code) => {
    expect(await request(data, asks)).toMatchObject({ code })
  })

  test('refuses a certificate that nobody stands for', async () => {
    const stranger = await (await createTestAuthority({ commonName: 'STRANGER' })).issue()
    expect(await request(inData(signed(person, stranger)), asks)).toMatchObject({
      code: 'payload-certificate-refused',
    })
  })

  test('of an answer is the provider’s to mend', async () => {
    const stranger = await (await createTestAuthority({ commonName: 'STRANGER' })).issue()
    const codes = await Promise.all(
      [
        inData(person),
        inData(signed(person).replace('3004', '3005')),
        inData(signed(person, stranger)),
        asText('none'),
      ].map((data) => answer(data, asks)),
    )
    expect(codes).toMatchObject([
      { code: 'provider-payload-unsigned' },
      { code: 'provider-payload-signature-wrong' },
      { code: 'provider-payload-certificate-refused' },
      { code: 'provider-payload-invalid' },
    ])
  })
})

describe('the schema of the service', () => {
  const asks = { schema: { files, checks: 'both' } } as const

  test.each([
    ['inline', inData(person)],
    [
      'inline, with a prefix of the envelope',
      inData('<t:person><t:iin>850505300456</t:iin></t:person>'),
    ],
    ['as text', asText(person)],
    ['as a type', '<data xsi:type="t:Person"><t:iin>850505300456</t:iin></data>'],
    ['signed, of which the schema knows nothing', inData(signed(person))],
    ['signed, as text', asText(signed(person))],
  ])('takes what is valid: %s', async (_how, data) => {
    expect(await request(data, asks)).toBe('taken')
    expect(await answer(data, asks)).toBe('taken')
  })

  test.each([
    ['inline', inData(person.replace('8505', '')), '/data/'],
    ['as text', asText(person.replace('8505', '')), '/person/iin'],
    ['as a type', '<data xsi:type="t:Person"><t:iin>8</t:iin></data>', '/data/t:iin'],
  ])(
    'names the place of a mistake, and nothing of what stands there: %s',
    async (_how, data, place) => {
      const verdict = await request(data, asks)
      expect(verdict).toMatchObject({ code: 'payload-invalid' })
      const { detail } = verdict as { detail: string }
      expect(detail).toContain(place)
      expect(detail).toContain('{urn:t}iin')
      expect(detail).not.toContain('05300456')
    },
  )

  test.each([
    ['nothing', '<data/>'],
    ['two elements', inData(person + person)],
    ['text beside the element', inData(`${person}text`)],
    ['text that is no XML', asText('none')],
    ['a type of XML Schema that says nothing', '<data xsi:type="xs:anyType"><x/></data>'],
    ['a type that is not of the schema', '<data xsi:type="t:Nothing"><x/></data>'],
    ['a type with a prefix that nobody declared', '<data xsi:type="nowhere:Person"><x/></data>'],
  ])('refuses %s', async (_what, data) => {
    expect(await request(data, asks)).toMatchObject({ code: 'payload-invalid' })
  })

  test('of an answer is the provider’s to mend', async () => {
    expect(await answer(inData('<x/>'), asks)).toMatchObject({ code: 'provider-payload-invalid' })
  })

  test('that is none is the operator’s to mend', async () => {
    const broken = { schema: { files: [{ name: 'a.xsd', text: '<a/>' }], checks: 'both' } } as const
    expect(await request(inData(person), broken)).toMatchObject({ code: 'payload-schema-unusable' })
  })

  test('that is none is told before the answer is fetched', async () => {
    const broken = {
      schema: { files: [{ name: 'a.xsd', text: '<a/>' }], checks: 'answer' },
    } as const
    expect(await request('<data/>', broken)).toMatchObject({ code: 'payload-schema-unusable' })
    expect(await request('<data/>', { schema: { files, checks: 'answer' } })).toBe('taken')
  })

  test('counts a signature when it knows of signatures', async () => {
    const knowing = [
      {
        name: 'a.xsd',
        text: files[0]!.text.replace(
          '<xs:element',
          '<xs:annotation><xs:documentation>http://www.w3.org/2000/09/xmldsig#</xs:documentation></xs:annotation>$&',
        ),
      },
    ]
    const verdict = await request(inData(signed(person)), {
      schema: { files: knowing, checks: 'both' },
    })
    expect(verdict).toMatchObject({ code: 'payload-invalid' })
    expect((verdict as { detail: string }).detail).toContain('Signature')
  })
})

describe('what is checked', () => {
  test.each<[Checked, boolean, boolean]>([
    ['none', false, false],
    ['request', true, false],
    ['answer', false, true],
    ['both', true, true],
  ])('is what the registry says: %s', async (checks, ofRequest, ofAnswer) => {
    const spoiled = inData('<x/>')
    for (const asks of [
      { payloadSignature: checks },
      ...(checks === 'none' ? [] : [{ schema: { files, checks } }]),
    ]) {
      expect((await request(spoiled, asks)) !== 'taken').toBe(ofRequest)
      expect((await answer(spoiled, asks)) !== 'taken').toBe(ofAnswer)
    }
  })

  test('is nothing where an answer has no payload', async () => {
    const asks = { payloadSignature: 'both', schema: { files, checks: 'both' } } as const
    expect(await answer('<data/>', asks)).toBe('taken')
  })
})
