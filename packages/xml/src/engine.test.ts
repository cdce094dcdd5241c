import { describe, expect, test } from 'vitest'
import { canonicalCases } from '../cases/canonical-forms.ts'
import { illFormed, wellFormed } from '../cases/well-formedness.ts'
import {
  canonicalBytes,
  type CanonicalOptions,
  loadXmlEngine,
  type XmlDocument,
  type XmlElement,
  XmlError,
} from './index.ts'

function canonicalOrCode(document: XmlDocument, options: CanonicalOptions): string {
  try {
    return canonicalBytes(document, options).toString()
  } catch (error) {
    if (error instanceof XmlError) return error.code
    throw error
  }
}

const byPrefix = (one: [string, string], two: [string, string]): number =>
  one[0] < two[0] ? -1 : 1

describe.each(['arna', 'libxml2'] as const)('the engine %s', async (name) => {
  const engine = await loadXmlEngine(name)
  const read = (text: string): XmlDocument => engine.scan(Buffer.from(text))
  const find = (document: XmlDocument, localName: string): XmlElement => {
    for (let index = 0; index < document.elementCount; index++) {
      const element = document.element(index)
      if (element.localName === localName) return element
    }
    throw new Error(`there is no <${localName}>`)
  }

  test('has its name', () => {
    expect(engine.name).toBe(name)
  })

  test.each(wellFormed)('accepts %s', (_, text) => {
    expect(read(text).root.index).toBe(0)
  })

  test.each(illFormed)('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'xml-not-well-formed' }))
  })

  test.each([
    ['xml-doctype-refused', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['xml-encoding-refused', '<?xml version="1.0" encoding="windows-1251"?><a/>'],
    ['xml-limit-exceeded', '<a>'.repeat(129) + '</a>'.repeat(129)],
  ])('refuses with %s', (code, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code }))
  })

  test.each(canonicalCases)('$what', (example) => {
    const document = read(example.document)
    const options: CanonicalOptions = {
      ...example.options,
      ...(example.apex === undefined ? {} : { element: find(document, example.apex) }),
      ...(example.omit === undefined ? {} : { omit: find(document, example.omit) }),
    }
    const refused = name === 'libxml2' && example.notWithLibxml2 === true
    expect(canonicalOrCode(document, options)).toBe(
      refused ? 'xml-not-well-formed' : example.canonical,
    )
  })

  // Canonical XML 1.0 §1.3; without the failure a relative namespace would mean what its reader likes.
  test.each([
    '<a xmlns="urn:a" xmlns:p="urn"/>',

    '<a xmlns="relative"/>',
    '<a><b><c xmlns:p="a/b:c"/></b></a>',
    '<p:a xmlns:p="#x"/>',
  ])('has no canonical form for a relative namespace: %s', (text) => {
    const document = read(text)
    expect(() => canonicalBytes(document, { method: 'exc-c14n', element: document.root })).toThrow(
      expect.objectContaining({ code: 'xml-not-well-formed' }),
    )
  })

  test('refuses a canonical form that grows without measure', () => {
    const uri = `urn:${'x'.repeat(1000)}`
    const document = read(`<a xmlns:p="${uri}">${'<p:b/>'.repeat(5000)}</a>`)
    expect(() => canonicalBytes(document, { method: 'exc-c14n' })).toThrow(
      expect.objectContaining({ code: 'xml-limit-exceeded' }),
    )
  })

  test('gives elements with names, places and family', () => {
    const text = '<!--é--><p:a xmlns:p="urn:p" xmlns="urn:d"><b ><c/></b >t<d xmlns=""></d></p:a>'
    const { root } = read(text)
    const [b, d] = root.children()
    const [c] = b!.children()
    const slice = (from: number, to: number): string =>
      Buffer.from(text).subarray(from, to).toString()
    expect([root.namespace, root.prefix, root.localName]).toEqual(['urn:p', 'p', 'a'])
    expect([b!.namespace, b!.prefix, b!.localName]).toEqual(['urn:d', '', 'b'])
    expect([d!.namespace, d!.prefix, d!.localName]).toEqual(['', '', 'd'])
    expect(slice(b!.start, b!.end)).toBe('<b ><c/></b >')
    expect(slice(b!.contentStart, b!.contentEnd)).toBe('<c/>')
    expect([c!.selfClosing, d!.selfClosing]).toEqual([true, false])
    expect(slice(c!.start, c!.end)).toBe('<c/>')
    expect([c!.contentStart, c!.contentEnd]).toEqual([c!.end, c!.end])
    expect(slice(d!.start, d!.contentStart)).toBe('<d xmlns="">')
    expect([root.parent, c!.parent!.index, d!.index]).toEqual([undefined, b!.index, 3])
    expect(c!.parent!.is(b!)).toBe(true)
    expect(c!.is(b!)).toBe(false)
    expect(root.is(read(text).root)).toBe(false)
    expect(root.document.elementCount).toBe(4)
    expect(() => root.document.element(4)).toThrow(RangeError)
  })

  test('gives attributes by namespace and name, normalised', () => {
    const { root } = read(
      '<a xmlns:p="urn:&#112;" b="1&amp;\t\r\n&#10;" p:b=\'2\' xml:lang="kk" xmlns="urn:d"/>',
    )
    expect(root.attribute('', 'b')).toBe('1&  \n')
    expect(root.attribute('urn:p', 'b')).toBe('2')
    expect(root.attribute('urn:d', 'b')).toBeUndefined()
    expect(root.attributes()).toEqual([
      { namespace: '', prefix: '', localName: 'b', value: '1&  \n' },
      { namespace: 'urn:p', prefix: 'p', localName: 'b', value: '2' },
      {
        namespace: 'http://www.w3.org/XML/1998/namespace',
        prefix: 'xml',
        localName: 'lang',
        value: 'kk',
      },
    ])
  })

  test.each([
    ['<a>x&lt;\r\ny\r&#13;</a>', 'x<\ny\n\r', true],
    ['<a/>', '', true],
    ['<a>1<!--&lt;--><![CDATA[&lt;\r\n]]><b>no</b>2<?p ]]?>3</a>', '1&lt;\n23', false],
    ['<a><!--x--></a>', '', false],
    ['<a><![CDATA[x]]></a>', 'x', false],
    ['<a>ә<b/></a>', 'ә', false],
    ['<a><?p?>x</a>', 'x', false],
  ])('gives text: %j', (text, expected, only) => {
    const { root } = read(text)
    expect([root.text(), root.hasOnlyText()]).toEqual([expected, only])
  })

  test('gives the namespaces in scope, inherited ones too', () => {
    const document = read(
      '<a xmlns="urn:d" xmlns:p="urn:p" xmlns:q="urn:q"><b xmlns="" xmlns:p="urn:p2"><c/></b></a>',
    )
    expect([...find(document, 'c').namespacesInScope()].toSorted(byPrefix)).toEqual([
      ['p', 'urn:p2'],
      ['q', 'urn:q'],
    ])
    expect([...document.root.namespacesInScope()].toSorted(byPrefix)).toEqual([
      ['', 'urn:d'],
      ['p', 'urn:p'],
      ['q', 'urn:q'],
    ])
  })

  test('finds every spelling of id, twins too', () => {
    const document = read(
      '<a ID="1" xmlns:u="urn:u" xmlns:id="urn:id"><b u:Id="1"/><c xml:id="&#50;" id="2"/><d iD=""/><e idx="1" id:x="1"/></a>',
    )
    const found = [...document.ids()].map(([value, elements]) => [
      value,
      elements.map((element) => element.localName),
    ])
    expect(found).toEqual([
      ['1', ['a', 'b']],
      ['2', ['c']],
      ['', ['d']],
    ])
  })

  test.each(['1', '2', '', '3', '&#50;', '11'])(
    'finds elements with the id %j as the whole map does',
    (id) => {
      const text =
        '<a ID="1" xmlns:u="urn:u"><b u:Id="1"/><c xml:id="&#50;" id="2"/><d iD=""/><e Id="11"/></a>'
      const names = (elements: readonly XmlElement[] | undefined): string[] =>
        (elements ?? []).map((element) => element.localName)
      const document = read(text)
      const before = names(document.withId(id))
      const known = names(document.ids().get(id))
      expect([before, names(document.withId(id))]).toEqual([known, known])
    },
  )

  test.each([
    ['<?p?><a/>', true],
    ['<a><?p?></a>', true],
    ['<a/><?p?>', true],
    ['<?xml version="1.0"?><a><!--<?p?>--><![CDATA[<?p?>]]></a>', false],
  ])('knows of instructions: %s', (text, expected) => {
    expect(read(text).hasProcessingInstruction).toBe(expected)
  })

  test('refuses an element of another document as apex', () => {
    const document = read('<a/>')
    const element = read('<a/>').root
    expect(() => canonicalBytes(document, { method: 'c14n', element })).toThrow(TypeError)
    expect(() => canonicalBytes(document, { method: 'c14n', omit: element })).toThrow(TypeError)
  })

  test('lets an error of the writer through, and works on', () => {
    const document = read('<p:a xmlns:p="urn:p"/>')
    const failure = new Error('the disk is full')
    const write = (): void => {
      throw failure
    }
    expect(() => document.canonicalize({ method: 'c14n' }, write)).toThrow(failure)
    expect(canonicalBytes(document, { method: 'c14n' }).toString()).toBe(
      '<p:a xmlns:p="urn:p"></p:a>',
    )
  })

  test('canonicalises inside the writer of another canonicalisation', () => {
    const document = read(`<a b=">"><c>${'x'.repeat(100_000)}></c></a>`)
    const inner: string[] = []
    const outer: string[] = []
    document.canonicalize({ method: 'c14n' }, (chunk) => {
      outer.push(Buffer.from(chunk).toString())
      inner.push(canonicalBytes(document, { method: 'c14n' }).toString())
    })
    expect(new Set([...inner, outer.join('')]).size).toBe(1)
  })
})
