import { describe, expect, test } from 'vitest'
import { canonicalBytes, scan, XmlError } from './index.ts'

function refusal(document: string | Buffer, limits = {}): XmlError {
  try {
    scan(typeof document === 'string' ? Buffer.from(document) : document, limits)
  } catch (error) {
    if (error instanceof XmlError) return error
    throw error
  }
  throw new Error('the document was accepted')
}

describe('the scanner', () => {
  test('survives every prefix of a document', () => {
    const whole = Buffer.from(
      '<?xml version="1.0"?><!--x--><a:b xmlns:a="urn:a" c="&amp;&#65;"><![CDATA[x]]><?d e?>é</a:b>',
    )
    for (let length = 0; length < whole.length; length++) {
      expect(() => scan(whole.subarray(0, length))).toThrow(XmlError)
    }
    expect(scan(whole).root.text()).toBe('xé')
  })
})

describe('encodings', () => {
  test.each([
    ['UTF-16 with a mark', Buffer.from('\uFEFF<a/>', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('<a/>', 'utf16le')],
    ['UTF-16, big endian', Buffer.from('\uFEFF<a/>', 'utf16le').swap16()],
    ['UTF-16, big endian, without a mark', Buffer.from('<a/>', 'utf16le').swap16()],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0])],
    ['UTF-32, big endian', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c])],
    [
      'windows-1251 that says so',
      Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>\xE9</a>', 'latin1'),
    ],
    ['UTF-16 that is UTF-8', Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a/>')],
    ['US-ASCII', Buffer.from('<?xml version="1.0" encoding="US-ASCII"?><a/>')],
    ['UTF8 without its hyphen', Buffer.from('<?xml version="1.0" encoding="UTF8"?><a/>')],
    ['a byte that is no UTF-8', Buffer.from('<a>\xE9</a>', 'latin1')],
    ['an overlong form', Buffer.from('<a>\xC0\xAF</a>', 'latin1')],
    ['an overlong form of three', Buffer.from('<a>\xE0\x9F\xBF</a>', 'latin1')],
    ['an overlong form of four', Buffer.from('<a>\xF0\x8F\xBF\xBF</a>', 'latin1')],
    ['a surrogate', Buffer.from('<a>\xED\xA0\x80</a>', 'latin1')],
    ['a code point beyond Unicode', Buffer.from('<a>\xF4\x90\x80\x80</a>', 'latin1')],
    ['a sequence cut short', Buffer.from('<a>\xE2\x82</a>', 'latin1')],
    ['invalid bytes in a name', Buffer.from('<\xFF/>', 'latin1')],
  ])('refuses %s', (_, bytes) => {
    expect(refusal(bytes).code).toBe('xml-encoding-refused')
  })

  test('says where bytes stop being UTF-8', () => {
    const error = refusal(Buffer.from('<a>\n\xD0\xB0\xFF</a>', 'latin1'))
    expect([error.offset, error.line, error.column]).toEqual([6, 2, 2])
  })
})

describe('DOCTYPE', () => {
  test.each([
    '<!DOCTYPE a><a/>',
    '<?xml version="1.0"?>\n<!--x--><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<a><!DOCTYPE b></a>',
  ])('is refused at once: %s', (document) => {
    expect(refusal(document).code).toBe('xml-doctype-refused')
  })
})

function prefixes(count: number): string {
  return Array.from({ length: count }, (_, index) => ` xmlns:n${index}="urn:${index}"`).join('')
}

describe('limits', () => {
  test.each([
    ['maxBytes', 4, '<a/>', '<ab/>'],
    ['maxDepth', 2, '<a><b/><b></b></a>', '<a><b><c/></b></a>'],
    ['maxAttributes', 2, '<a b="" xmlns:c="urn:c"/>', '<a b="" xmlns:c="urn:c" d=""/>'],
    ['maxNameBytes', 6, '<ағғ urn=""/>', '<ағғa/>'],
    ['maxNameBytes', 6, '<a xmlns="urn:12"/>', '<a xmlns="urn:123"/>'],
    ['maxNameBytes', 6, '<a><?abcdef?></a>', '<a><?abcdefg?></a>'],
    ['maxNamespaces', 3, `<a${prefixes(3)}/>`, `<a${prefixes(4)}/>`],
    [
      'maxNamespaces',
      2,
      `<a><b${prefixes(2)}/><b${prefixes(2)}><c${prefixes(2)}/></b><d${prefixes(2)}/></a>`,
      `<a${prefixes(2)}><b xmlns="urn:b"/></a>`,
    ],
  ])('%s of %i', (name, value, within, beyond) => {
    expect(scan(Buffer.from(within), { [name]: value }).root.index).toBe(0)
    const error = refusal(beyond, { [name]: value })
    expect(error.code).toBe('xml-limit-exceeded')
    expect(error.message).toContain(String(value))
  })

  test('do not depend on the stack: 100,000 levels are read when they are allowed', () => {
    const depth = 100_000
    const document = scan(Buffer.from('<a>'.repeat(depth) + '</a>'.repeat(depth)), {
      maxDepth: depth,
    })
    expect(document.elementCount).toBe(depth)
  })
})

describe('an error', () => {
  test('points at the place, columns in code points, CR LF as one line end', () => {
    const error = refusal('\uFEFF<a>\r\n\r\n \u{10000}ә<b></c></a>')
    expect([error.line, error.column]).toEqual([3, 7])
    expect(error.message).toContain('</c> does not close <b> (line 3, column 7)')
  })
})

describe('a name that is known beforehand', () => {
  test.each([
    '<SecurityTokenReference/>',
    '<ds:Transforms xmlns:ds="urn:a"/>',
    '<a b=""><c BinarySecurityToken=""/></a>',
  ])('is not above the limit for names: %s', (text) => {
    // The names that came one after another in the document before are guessed.
    expect(scan(Buffer.from(text)).elementCount).toBeGreaterThan(0)
    expect(refusal(text, { maxNameBytes: 9 }).code).toBe('xml-limit-exceeded')
  })

  test('must still be declared', () => {
    scan(Buffer.from('<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"/>'))
    expect(refusal('<soap:Envelope/>').code).toBe('xml-not-well-formed')
  })

  test('means what the document says', () => {
    const { root } = scan(Buffer.from('<soap:Body xmlns:soap="http://schemas.xmlsoap.org/soap"/>'))
    expect(root.namespace).toBe('http://schemas.xmlsoap.org/soap')
  })

  test('is not taken for a longer one that begins so', () => {
    scan(Buffer.from('<data><data/></data>'))
    expect(scan(Buffer.from('<data><data2/></data>')).element(1).localName).toBe('data2')
  })
})

// Long texts are looked at four bytes at once.
describe('a long text', () => {
  const characters = [
    ...Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code)),
    '\u0080',
    'ә',
    '\uFEFF',
    '\uFFFD',
    '\uFFFE',
    '\uFFFF',
    '\u{1F600}',
    '&amp;',
    '&#0;',
    ']]>',
  ]

  const answer = (before: string, character: string, after: string): string => {
    const document = Buffer.from(`<a>${before}${character}${after}<b/></a>`)
    try {
      const canonical = canonicalBytes(scan(document), { method: 'exc-c14n' }).toString()
      return canonical.slice(3 + before.length, canonical.length - after.length - 11)
    } catch (error) {
      if (error instanceof XmlError) return error.message.replace(/\(.*\)$/, '')
      throw error
    }
  }

  test('hides no character, wherever it stands', () => {
    for (const character of characters) {
      const expected = answer('', character, ' ')
      for (let place = 1; place < 90; place++) {
        const found = answer('x'.repeat(place), character, ` ${'y'.repeat(90 - place)}`)
        expect(found, `${JSON.stringify(character)} at ${place}`).toBe(expected)
      }
    }
  })
})
