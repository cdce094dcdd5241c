import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadSchemaCompiler } from './load-schema-compiler.ts'
import { type CompiledSchema, SchemaError, type SchemaFile } from './schema.ts'

const compileSchema = await loadSchemaCompiler()

const schema = (inside: string, attributes = ''): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified"${attributes}>${inside}</xs:schema>`

const person = schema(
  '<xs:include schemaLocation="parts/types.xsd"/><xs:element name="person" type="Person"/>',
)
const types = schema(
  '<xs:complexType name="Person"><xs:sequence><xs:element name="iin" type="Iin"/><xs:element name="born" type="xs:date" minOccurs="0"/></xs:sequence></xs:complexType>' +
    '<xs:simpleType name="Iin"><xs:restriction base="xs:string"><xs:pattern value="\\d{12}"/></xs:restriction></xs:simpleType>',
)
const files: readonly SchemaFile[] = [
  { name: 'person.xsd', text: person },
  { name: 'parts/types.xsd', text: types },
]

/** Freed when the test ends. */
function compiled(...order: readonly SchemaFile[]): CompiledSchema {
  const one = compileSchema(order.length === 0 ? files : order)
  onTestFinished(() => one.dispose())
  return one
}

const one = (text: string) => compiled({ name: 'one.xsd', text })
const document = (text: string) => ({ kind: 'document' as const, bytes: Buffer.from(text) })
const element = (
  kind: 'typed' | 'content',
  text: string,
  namespaces: Record<string, string> = {},
) => ({ kind, bytes: Buffer.from(text), namespaces: new Map(Object.entries(namespaces)) })

const xsi = 'http://www.w3.org/2001/XMLSchema-instance'

describe('a schema of several files', () => {
  test('takes what is of it', () => {
    expect(
      compiled().validate(document('<person xmlns="urn:t"><iin>850505300456</iin></person>')),
    ).toEqual([])
  })

  test('names the place of every mistake, and not what was found there', () => {
    const text =
      '<p:person xmlns:p="urn:t">\n<p:iin>8505</p:iin>\n<p:born>soon</p:born><p:x/></p:person>'
    expect(compiled().validate(document(text))).toEqual([
      {
        path: '/p:person/p:iin',
        line: 2,
        message: String.raw`Element '{urn:t}iin': [facet 'pattern'] The value is not accepted by the pattern '\d{12}'`,
      },
      {
        path: '/p:person/p:born',
        line: 3,
        message: `Element '{urn:t}born': what stands there is not a valid value of the atomic type 'xs:date'`,
      },
      {
        path: '/p:person/p:x',
        line: 3,
        message: `Element '{urn:t}x': This element is not expected`,
      },
    ])
  })

  test.each([
    ['<person xmlns="urn:t"><iin>1</iin></person>', '/person/iin'],
    ['<person xmlns="urn:t"><iin>850505300456</iin><born/></person>', '/person/born'],
    ['<person xmlns="urn:t"><iin>850505300456</iin><!----><iin>2</iin></person>', '/person/iin[2]'],
    ['<p:person xmlns:p="urn:t" xmlns="urn:t"><iin>1</iin></p:person>', '/p:person/iin'],
    ['<person xmlns="urn:t"><p:iin xmlns:p="urn:t">1</p:iin></person>', '/person/p:iin'],
  ])('names the place by its names in a default namespace, too: %s', (text, path) => {
    expect(compiled().validate(document(text))[0]?.path).toBe(path)
    const [first] = compiled().validate(element('content', `<data>${text}</data>`))
    expect(first?.path).toBe(`/data${path}`)
  })

  test('numbers a place far behind without naming it', () => {
    const list = one(
      schema(
        '<xs:element name="list"><xs:complexType><xs:sequence><xs:element name="n" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>',
      ),
    )
    const placeOf = (before: number) =>
      list.validate(
        document(`<list xmlns="urn:t">${'<n>1</n>'.repeat(before)}<n>x</n><n>1</n></list>`),
      )[0]?.path
    expect(placeOf(9_999)).toBe('/list/n[10000]')
    expect(placeOf(10_000)).toBe('/list/*[10001]')
  })

  test('refuses a root that it does not know', () => {
    const [problem] = compiled().validate(document('<stranger/>'))
    expect(problem?.message).toContain('No matching global declaration')
  })

  test('may have no target namespace', () => {
    const plain = one(
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="n" type="xs:int"/></xs:schema>',
    )
    expect(plain.validate(document('<n>1</n>'))).toEqual([])
    expect(plain.validate(document('<n>x</n>'))).toHaveLength(1)
    expect(plain.validate(element('content', '<data><n>x</n></data>'))).toHaveLength(1)
  })
})

describe('an element taken out of a document', () => {
  test('is judged by the one inside it, with the prefixes that it inherited', () => {
    const inherited = { t: 'urn:t', around: 'urn:elsewhere' }
    const check = (iin: string) =>
      compiled().validate(
        element('content', `<data> <t:person><t:iin>${iin}</t:iin></t:person></data>`, inherited),
      )
    expect(check('850505300456')).toEqual([])
    expect(check('8').map(({ path }) => path)).toEqual(['/data/t:person/t:iin'])
  })

  test('is judged by its type when it names one of the schema', () => {
    const check = (type: string, iin: string) =>
      compiled().validate(
        element('typed', `<data xsi:type="${type}"><t:iin>${iin}</t:iin></data>`, {
          t: 'urn:t',
          xsi,
        }),
      )
    expect(check('t:Person', '850505300456')).toEqual([])
    expect(check('t:Person', '8').map(({ path }) => path)).toEqual(['/data/t:iin'])
    expect(check('t:Nobody', '850505300456')).not.toEqual([])
    expect(check('nowhere:Person', '850505300456')).not.toEqual([])
  })

  test('cannot pass as the wrapping that we write around it', () => {
    const wrapped =
      '<a:around xmlns:a="urn:uuid:00000000-0000-0000-0000-000000000000"><x/></a:around>'
    expect(compiled().validate(document(wrapped))).not.toEqual([])
  })
})

describe('what was found is told nowhere', () => {
  test.each([
    [
      '<xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="a"/></xs:restriction></xs:simpleType>',
      `it's "SECRET"`,
    ],
    [
      '<xs:simpleType><xs:restriction base="xs:int"><xs:maxInclusive value="5"/></xs:restriction></xs:simpleType>',
      '7777777',
    ],
    [
      '<xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="2"/></xs:restriction></xs:simpleType>',
      'SECRET',
    ],
    [
      '<xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType>',
      `1 SECRET 'is not a valid value of '`,
    ],
    ['<xs:simpleType><xs:union memberTypes="xs:int xs:date"/></xs:simpleType>', 'SECRET\nis'],
    ['<xs:complexType><xs:attribute name="a" type="xs:int"/></xs:complexType>', ''],
  ])('%s', (type, value) => {
    const simple = one(schema(`<xs:element name="v">${type}</xs:element>`))
    const text = value === '' ? '<v xmlns="urn:t" a="SECRET"/>' : `<v xmlns="urn:t">${value}</v>`
    const problems = simple.validate(document(text))
    expect(problems).not.toEqual([])
    expect(JSON.stringify(problems)).not.toMatch(/SECRET|7777777/)
  })

  test('a key that stands twice', () => {
    const keyed = one(
      schema(
        '<xs:element name="l"><xs:complexType><xs:sequence><xs:element name="i" type="xs:string" maxOccurs="9"/></xs:sequence></xs:complexType>' +
          '<xs:unique name="u"><xs:selector xpath="*"/><xs:field xpath="."/></xs:unique></xs:element>',
      ),
    )
    const problems = keyed.validate(document('<l xmlns="urn:t"><i>SECRET</i><i>SECRET</i></l>'))
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems)).not.toContain('SECRET')
  })
})

describe('nothing but the files is read', () => {
  const importing = (location: string) =>
    schema(`<xs:import namespace="urn:o" schemaLocation="${location}"/>`)

  test.each(['http://127.0.0.1:1/o.xsd', 'file:///etc/passwd', '/etc/passwd', 'lost.xsd'])(
    'a schema that imports %s is refused with its name',
    (location) => {
      expect(() => one(importing(location))).toThrow(SchemaError)
      expect(() => one(importing(location))).toThrow(location.replace('file:///', ''))
    },
  )

  test('not even a file of the machine that is a good schema', () => {
    const folder = mkdtempSync(join(tmpdir(), 'arna-schema-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'other.xsd')
    writeFileSync(
      path,
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:o"/>',
    )
    expect(() => one(importing(path))).toThrow(SchemaError)
  })

  test('and nothing that a message names', () => {
    const text = `<person xmlns="urn:t" xmlns:xsi="${xsi}" xsi:schemaLocation="urn:o parts/types.xsd urn:p http://127.0.0.1:1/ urn:q /etc/passwd"><iin>850505300456</iin></person>`
    expect(compiled().validate(document(text))).toEqual([])
  })
})

describe('the names of files', () => {
  const part = {
    name: 'parts/part.xsd',
    text: schema('<xs:include schemaLocation="../types/t.xsd"/>'),
  }
  const t = { name: 'types/t.xsd', text: schema('<xs:element name="n" type="xs:int"/>') }

  test('lead from one folder to another', () => {
    const whole = compiled(
      { name: 'a.xsd', text: schema('<xs:include schemaLocation="./parts/part.xsd"/>') },
      part,
      t,
    )
    expect(whole.validate(document('<n xmlns="urn:t">1</n>'))).toEqual([])
  })

  test.each(['a b.xsd', 'a%20b.xsd', 'тип.xsd', ' t.xsd'])(
    'that libxml2 would pass over in silence are refused: %j',
    (name) => {
      const text = schema(`<xs:include schemaLocation="${name}"/>`)
      expect(() =>
        compileSchema([
          { name: 'a.xsd', text },
          { ...t, name },
        ]),
      ).toThrow(/^a\.xsd: the schemaLocation/)
    },
  )
})

describe('what is no schema', () => {
  test.each([
    ['', /not well|empty|root/i],
    ['<a/>', /no schema/],
    [schema('<xs:element name="a" type="Nothing"/>'), /Nothing/],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', /DTD|DOCTYPE/],
  ])('is refused with a reason: %j', (text, reason) => {
    expect(() => one(text)).toThrow(SchemaError)
    expect(() => one(text)).toThrow(reason)
  })

  test('no files', () => {
    expect(() => compileSchema([])).toThrow(SchemaError)
  })

  test('a file is named when it is another than the entry', () => {
    const order = [files[0]!, { name: 'parts/types.xsd', text: '<xs:schema' }]
    expect(() => compileSchema(order)).toThrow(/^parts\/types\.xsd: /)
  })
})
