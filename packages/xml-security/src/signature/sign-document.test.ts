import { createTestAuthority } from '@arna/testing'
import { scan } from '@arna/xml'
import { beforeAll, describe, expect, test } from 'vitest'
import { type DocumentSigner, signById, signEnveloped } from './sign-document.ts'
import { verifySignatures } from './verify-signatures.ts'

let signer: DocumentSigner
beforeAll(async () => {
  signer = await (await createTestAuthority()).issue()
})

const xml = (text: string) => scan(Buffer.from(text))
const isValid = (signed: Buffer): boolean => verifySignatures(scan(signed))[0]!.valid
const documents = [
  '<a/>',
  '<a></a>',
  '<p:a xmlns:p="urn:p" xmlns="urn:d" p:b="1"  c = \'2\' ><b xmlns=""/> </p:a>',
  '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<?pi?><!-- before --><a>Қазақша</a><!-- after --><?pi?>\n',
  '<ds:a xmlns:ds="urn:other"><ds:b xml:lang="kk"/></ds:a>',
]

describe('signEnveloped', () => {
  test.each(documents)('signs %j and leaves every byte of it', (text) => {
    const signed = signEnveloped(xml(text), signer)
    expect(isValid(signed)).toBe(true)
    const without = signed.toString().replace(/<ds:Signature .*<\/ds:Signature>/s, '')
    expect(without).toBe(text === '<a/>' ? '<a></a>' : text)
  })

  test('writes the form of payloads in SHEP', () => {
    const signed = signEnveloped(xml('<a/>'), signer).toString()
    expect(signed).toContain('<ds:Reference URI="">')
    expect(signed).toContain(
      '<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"/>',
    )
    expect(signed).toContain(
      '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>',
    )
    expect(signed).toContain('<ds:KeyInfo><ds:X509Data><ds:X509Certificate>')
  })

  test('is verified wherever a string payload is taken out of its envelope, but not inside it', () => {
    const signed = signEnveloped(xml('<a xmlns:u="urn:u">x</a>'), signer).toString()
    expect(verifySignatures(xml(signed))[0]!.valid).toBe(true)
    expect(verifySignatures(xml(`<e>${signed}</e>`))[0]!.valid).toBe(false)
  })

  test('refuses a document that it would break', () => {
    const signed = scan(signEnveloped(xml('<a/>'), signer))
    expect(() => signEnveloped(signed, signer)).toThrow('would break the first')
  })
})

describe('signById', () => {
  test.each(['Id', 'ID', 'id', 'xml:id', 'q:Id'])('signs the element with the %s', (attribute) => {
    const text = `<r xmlns:q="urn:q"><p ${attribute}="x">1</p><p>2</p></r>`
    const signed = signById(xml(text), 'x', signer).toString()
    expect(verifySignatures(xml(signed))[0]!.valid).toBe(true)
    expect(verifySignatures(xml(signed.replace('<p>2', '<p>3')))[0]!.valid).toBe(true)
    expect(verifySignatures(xml(signed.replace('>1<', '>0<')))[0]!.valid).toBe(false)
  })

  test('signs the root, the signature left out', () => {
    expect(isValid(signById(xml('<r Id="x"><a/></r>'), 'x', signer))).toBe(true)
  })

  test('signs with an id that needs escaping', () => {
    expect(isValid(signById(xml('<r><a Id="&lt;&quot;&amp;"/></r>'), '<"&', signer))).toBe(true)
  })

  test('refuses an id that is missing or stands twice', () => {
    expect(() => signById(xml('<r/>'), 'x', signer)).toThrow('no element has the id x')
    expect(() => signById(xml('<r Id="x"><a ID="x"/></r>'), 'x', signer)).toThrow('more than once')
  })
})
