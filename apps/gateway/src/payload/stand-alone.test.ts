import { arnaEngine, scan, type XmlElement } from '@arna/xml'
import { describe, expect, test } from 'vitest'
import { standAlone } from './stand-alone.ts'

const find = (text: string, localName: string): XmlElement => {
  const document = scan(Buffer.from(text))
  for (let index = 0; index < document.elementCount; index++) {
    const element = document.element(index)
    if (element.localName === localName) return element
  }
  throw new Error(`no ${localName}`)
}

const alone = (text: string, localName = 'r'): string =>
  Buffer.from(standAlone(find(text, localName), arnaEngine).bytes).toString()

describe('an element taken out of an envelope', () => {
  test.each([
    ['declares all that it uses', '<r xmlns="urn:r" xmlns:a="urn:a"><a:x a:y="1"/></r>'],
    ['is in no namespace', '<r><x/></r>'],
    ['uses no prefix of the envelope, though they have the same', '<r xmlns:p="urn:p"><p:x/></r>'],
    ['declares below what the envelope declares too', '<r><p:x xmlns:p="urn:p"/></r>'],
  ])('keeps its bytes when it %s', (_what, element) => {
    expect(alone(`<e xmlns:p="urn:p" xmlns:q="urn:q"><data>${element}</data></e>`)).toBe(element)
  })

  test('gets the declarations that it uses and has not, and no others', () => {
    expect(
      alone('<e xmlns:p="urn:p" xmlns:q="urn:q" xmlns:u="urn:u"><p:r><x q:y="1"/></p:r></e>'),
    ).toBe('<p:r xmlns:p="urn:p" xmlns:q="urn:q"><x q:y="1"/></p:r>')
  })

  test('keeps a default namespace that it inherited', () => {
    expect(alone('<e xmlns="urn:d"><r><x/></r></e>')).toBe('<r xmlns="urn:d"><x/></r>')
    expect(alone('<e xmlns="urn:d" xmlns:p="urn:p"><p:r><x/></p:r></e>')).toBe(
      '<p:r xmlns="urn:d" xmlns:p="urn:p"><x/></p:r>',
    )
  })

  test('gets no declaration above one of its own', () => {
    expect(alone('<e xmlns:p="urn:p" xmlns:q="urn:q"><p:r><q:x xmlns:q="urn:q"/></p:r></e>')).toBe(
      '<p:r xmlns:p="urn:p"><q:x xmlns:q="urn:q"/></p:r>',
    )
  })

  test('declares nothing twice', () => {
    expect(
      alone(
        `<e xmlns:p="urn:p" xmlns:q="urn:q"><p:r xmlns:q = 'urn:2' z="xmlns:p=1"><q:x/></p:r></e>`,
      ),
    ).toBe(`<p:r xmlns:p="urn:p" xmlns:q = 'urn:2' z="xmlns:p=1"><q:x/></p:r>`)
  })

  test('may be empty', () => {
    expect(alone('<e xmlns:p="urn:p"><p:r/></e>')).toBe('<p:r xmlns:p="urn:p"/>')
  })
})
