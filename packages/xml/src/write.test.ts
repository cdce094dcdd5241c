import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalBytes, escapeAttribute, escapeText, scan } from './index.ts'

const characters = fc.string({ unit: 'binary' }).map((text) =>
  // oxlint-disable-next-line no-control-regex
  text.replace(/[\0-\x08\v\f\x0E-\x1F\uFFFE\uFFFF]/g, '\r'),
)

describe('escapes', () => {
  test('are canonical: what they write canonicalises to itself and reads as the text', () => {
    fc.assert(
      fc.property(characters, characters, (text, value) => {
        const written = `<a b="${escapeAttribute(value)}">${escapeText(text)}</a>`
        const document = scan(Buffer.from(written))
        expect(canonicalBytes(document, { method: 'exc-c14n' }).toString()).toBe(written)
        expect(document.root.text()).toBe(text)
        expect(document.root.attribute('', 'b')).toBe(value)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['\0', 'U+0000'],
    ['ab\u0001', 'U+0001'],
    ['\v', 'U+000B'],
    ['\uD800', 'U+D800'],
    ['\uDC00\uD800', 'U+DC00'],
    ['\uFFFE', 'U+FFFE'],
    ['\uFFFF', 'U+FFFF'],
  ])('refuse what XML cannot hold: %j', (text, named) => {
    expect(() => escapeText(text)).toThrow(named)
    expect(() => escapeAttribute(text)).toThrow(TypeError)
  })

  test('keep U+10FFFF, U+007F and U+0085', () => {
    expect(escapeText('\u{10FFFF}\u007F\u0085')).toBe('\u{10FFFF}\u007F\u0085')
  })
})
