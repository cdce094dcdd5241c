import { arnaEngine, canonicalBytes, scan, type XmlElement } from '@arna/xml'
import fc from 'fast-check'
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

const prefixes = ['', 'p', 'q']
const uris = ['urn:1', 'urn:2']

/** Elements and attributes in any of a few namespaces, declared where chance has it; written by `node`. */
const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc
    .record({
      prefix: fc.constantFrom(...prefixes),
      attribute: fc.constantFrom('', ' p:a="1"', ' q:b="xmlns:q=\'2\'"', ' c="&lt;"'),
      declared: fc.uniqueArray(fc.constantFrom(...prefixes), { maxLength: 2 }),
      uri: fc.constantFrom(...uris),
      inside: fc.array(fc.oneof({ maxDepth: 3 }, fc.constant('text'), tie('node')), {
        maxLength: 3,
      }),
    })
    .map(({ prefix, attribute, declared, uri, inside }) => {
      const name = prefix === '' ? 'x' : `${prefix}:x`
      const declarations = declared.map((one) => ` xmlns${one === '' ? '' : `:${one}`}="${uri}"`)
      return `<${name}${declarations.join('')}${attribute}>${inside.join('')}</${name}>`
    }),
}))

test('an element alone has the exclusive canonical form that it has in its envelope', () => {
  fc.assert(
    fc.property(node, fc.constantFrom('', ' xmlns="urn:d"'), (inside, byDefault) => {
      const envelope = `<e xmlns:p="urn:p" xmlns:q="urn:q" xmlns:unused="urn:u"${byDefault}><d>${inside}</d></e>`
      const element = scan(Buffer.from(envelope)).root.children()[0]!.children()[0]!
      const taken = standAlone(element, arnaEngine)
      const form = (of: XmlElement) =>
        canonicalBytes(of.document, { method: 'exc-c14n', element: of }).toString()
      expect(form(taken.root)).toBe(form(element))
      expect(Buffer.from(taken.bytes).toString()).not.toContain('unused')
    }),
    { numRuns: 1000 },
  )
})
