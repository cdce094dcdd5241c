import { scan } from '@arna/xml'
import { describe, expect, test } from 'vitest'
import { openEnvelope } from '../index.ts'

const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/'
const soap12 = 'http://www.w3.org/2003/05/soap-envelope'
const wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'

const open = (xml: string) => openEnvelope(scan(Buffer.from(xml)))

/** `inside` may use the prefixes s and t for SOAP 1.1, v for 1.2 and w for WS-Security. */
const envelope = (inside: string) =>
  `<s:Envelope xmlns:s="${soap11}" xmlns:t="${soap11}" xmlns:v="${soap12}" xmlns:w="${wsse}">${inside}</s:Envelope>`

describe('openEnvelope opens', () => {
  test.each([
    ['a Body alone', '<s:Body><a/></s:Body>'],
    ['an empty Header', '<s:Header/><s:Body><a/></s:Body>'],
    ['white space and comments between', ' <!-- a -->\n<s:Header> </s:Header>\t<s:Body/> '],
    ['two prefixes for the namespace of SOAP', '<t:Header/><s:Body/>'],
    [
      'a header that need not be understood',
      '<s:Header><x:a xmlns:x="urn:x"/></s:Header><s:Body/>',
    ],
    [
      'a header that another node must understand',
      '<s:Header><x:a xmlns:x="urn:x" s:mustUnderstand="1" s:actor="urn:other"/></s:Header><s:Body/>',
    ],
  ])('%s', (_what, inside) => {
    expect(open(envelope(inside)).body.localName).toBe('Body')
  })

  test('a byte order mark and an XML declaration', () => {
    const text = `\ufeff<?xml version="1.0" encoding="UTF-8"?>${envelope('<s:Body/>')}`
    expect(open(text).soap).toBe('1.1')
  })

  test('SOAP 1.2, as the default namespace', () => {
    const opened = open(`<Envelope xmlns="${soap12}"><Header/><Body/></Envelope>`)
    expect([opened.soap, opened.header?.localName]).toEqual(['1.2', 'Header'])
  })

  test('every Security of the header, in order', () => {
    const { security } = open(
      envelope(
        '<s:Header><w:Security s:mustUnderstand="1" s:actor="a"/><w:Security/></s:Header><s:Body/>',
      ),
    )
    expect(security.map((one) => one.attribute(soap11, 'actor'))).toEqual(['a', undefined])
  })
})

describe('openEnvelope refuses as soap-structure', () => {
  test.each([
    ['no Body', '<s:Header/>'],
    ['two Bodies', '<s:Body/><s:Body/>'],
    ['two Headers', '<s:Header/><s:Header/><s:Body/>'],
    ['a Body before the Header', '<s:Body/><s:Header/>'],
    ['an element after the Body', '<s:Body/><x:a xmlns:x="urn:x"/>'],
    ['an element before the Body', '<x:a xmlns:x="urn:x"/><s:Body/>'],
    ['an element between Header and Body', '<s:Header/><a/><s:Body/>'],
    ['a Body of another version of SOAP', '<v:Body/>'],
    ['a Header of another version of SOAP', '<v:Header/><s:Body/>'],
    ['a Body in no namespace', '<Body/>'],
    ['text between', '<s:Header/>text<s:Body/>'],
    ['CDATA between', '<s:Header/><![CDATA[text]]><s:Body/>'],
    ['text after the Body', '<s:Body/>text'],
    [
      'a Header that is as long as a payload',
      `<s:Header>${'<t:a/>'.repeat(50_000)}</s:Header><s:Body/>`,
    ],
    ['text in the Header', '<s:Header>text</s:Header><s:Body/>'],
    ['a header block in no namespace', '<s:Header><a/></s:Header><s:Body/>'],
    [
      'mustUnderstand that is no flag',
      '<s:Header><x:a xmlns:x="urn:x" s:mustUnderstand="yes"/></s:Header><s:Body/>',
    ],
    ['a processing instruction in the Body', '<s:Body><?a b?></s:Body>'],
    ['a processing instruction between', '<s:Header/><?a b?><s:Body/>'],
  ])('%s', (_what, inside) => {
    expect(() => open(envelope(inside))).toThrow(
      expect.objectContaining({ code: 'soap-structure' }),
    )
  })

  test.each([
    ['another root', '<a/>'],
    ['an Envelope in no namespace', '<Envelope><Body/></Envelope>'],
    ['an Envelope of an unknown SOAP', '<Envelope xmlns="urn:soap"><Body/></Envelope>'],
    [
      'a root that only ends like Envelope',
      `<s:MyEnvelope xmlns:s="${soap11}"><s:Body/></s:MyEnvelope>`,
    ],
    ['a processing instruction before the Envelope', `<?a b?>${envelope('<s:Body/>')}`],
    ['a processing instruction after the Envelope', `${envelope('<s:Body/>')}<?a b?>`],
  ])('%s', (_what, text) => {
    expect(() => open(text)).toThrow(expect.objectContaining({ code: 'soap-structure' }))
  })
})

describe('openEnvelope refuses as soap-must-understand', () => {
  test.each([
    ['an unknown header', '<x:a xmlns:x="urn:x" s:mustUnderstand="1"/>'],
    ['with another prefix of SOAP', '<x:a xmlns:x="urn:x" t:mustUnderstand="true"/>'],
    [
      'for the next node',
      `<x:a xmlns:x="urn:x" s:mustUnderstand="1" s:actor="http://schemas.xmlsoap.org/soap/actor/next"/>`,
    ],
    ['Security of another namespace', '<x:Security xmlns:x="urn:x" s:mustUnderstand="1"/>'],
  ])('%s', (_what, block) => {
    expect(() => open(envelope(`<s:Header>${block}</s:Header><s:Body/>`))).toThrow(
      expect.objectContaining({ code: 'soap-must-understand' }),
    )
  })

  test('an unknown header of SOAP 1.2 for the ultimate receiver', () => {
    const role = `${soap12}/role/ultimateReceiver`
    const text = `<Envelope xmlns="${soap12}" xmlns:v="${soap12}"><Header><x:a xmlns:x="urn:x" v:mustUnderstand="true" v:role="${role}"/></Header><Body/></Envelope>`
    expect(() => open(text)).toThrow(expect.objectContaining({ code: 'soap-must-understand' }))
  })
})
