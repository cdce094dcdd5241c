import { describe, expect, test } from 'vitest'
import { canonicalBytes, scan, XmlError } from './index.ts'

const exclusive = (text: string): string =>
  canonicalBytes(scan(Buffer.from(text)), { method: 'exc-c14n' }).toString()

// libxml2 refuses namespaces beyond ASCII, so these are not in the table that both engines share.
describe('a namespace beyond ASCII', () => {
  test('written with references is written as its characters', () => {
    expect(exclusive('<a:b xmlns:a="urn:&#x4D8;&#x1F600;ә&amp;"/>')).toBe(
      '<a:b xmlns:a="urn:\u04D8\u{1F600}ә&amp;"></a:b>',
    )
  })

  // Canonical XML 1.0 §2.2; the JDK sorts by UTF-16, where U+10000 comes first.
  test('sorts attributes by its code points', () => {
    const text = '<a xmlns:b="urn:\u{10000}" xmlns:c="urn:\uFB00" b:d="" c:d=""/>'
    expect(exclusive(text)).toBe(
      '<a xmlns:b="urn:\u{10000}" xmlns:c="urn:\uFB00" c:d="" b:d=""></a>',
    )
  })
})

// libxml2 refuses to read these.
test.each(['1:b', ':x', 'a_b:c', '&#58;x', '//example.org/'])(
  '%s is a relative namespace',
  (uri) => {
    expect(() => exclusive(`<a xmlns="${uri}"/>`)).toThrow(XmlError)
  },
)

test('a scheme may be spelt with references', () => {
  expect(exclusive('<a xmlns="&#117;r&#x6E;&#58;a"/>')).toBe('<a xmlns="urn:a"></a>')
})

describe('chunks', () => {
  test('of long documents add up, whether copied or passed through', () => {
    const texts = Array.from({ length: 400 }, (_, index) => `${'x'.repeat(index * 7)}>&#13;`)
    const text = `<a b="${'y'.repeat(70_000)}&#10;"><b>${texts.join('</b><b>')}</b></a>`
    const chunks: Buffer[] = []
    scan(Buffer.from(text)).canonicalize({ method: 'c14n' }, (chunk) => {
      chunks.push(Buffer.from(chunk))
    })
    const expected = text.replaceAll('>&#13;', '&gt;&#xD;').replace('&#10;', '&#xA;')
    expect(Buffer.concat(chunks).toString()).toBe(expected)
    expect(chunks.length).toBeGreaterThan(5)
  })

  test('of a long text are the source itself, not a copy', () => {
    const source = Buffer.from(`<a>${'x'.repeat(100_000)}</a>`)
    let shared = 0
    scan(source).canonicalize({ method: 'c14n' }, (chunk) => {
      if (chunk.buffer === source.buffer) shared += chunk.length
    })
    expect(shared).toBeGreaterThanOrEqual(100_000)
  })
})
