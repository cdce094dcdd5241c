import { describe, expect, test } from 'vitest'
import { arnaEngine, scan, XmlError } from './index.ts'

const wellFormed: readonly (readonly [what: string, document: string])[] = [
  ['an empty element', '<a/>'],
  ['white space around and inside tags', '\r\n\t <a  b = "1"\n\tc\r=\n\'2\' ></a\t> \n'],
  ['a byte order mark', '\uFEFF<a/>'],
  ['a full XML declaration', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a/>'],
  ['an XML declaration in apostrophes', "<?xml  version = '1.0'  encoding='utf-8' ?><a/>"],
  ['version 1.7, read as 1.0 (§2.8)', '<?xml version="1.7"?><a/>'],
  ['comments and instructions around the root', '<!--a--><?b c?><a/><!-- - -><?d?>--><?e  f?>'],
  ['an empty comment', '<a><!----></a>'],
  ['an instruction whose name begins with xml', '<?xml-stylesheet href="x"?><a/>'],
  ['an instruction full of question marks', '<a><?b ???></a>'],
  ['CDATA with almost its end', '<a><![CDATA[]]]]>]]&gt;<![CDATA[]>]]></a>'],
  ['"]]" and ">" apart in text', '<a>]] > ]&#93;></a>'],
  ['the five entities', '<a b="&lt;&gt;&amp;&quot;&apos;">&lt;&gt;&amp;&quot;&apos;</a>'],
  [
    'references to the edges of XML',
    '<a>&#9;&#xA;&#xd;&#x20;&#xD7FF;&#xE000;&#xFFFD;&#x10FFFF;</a>',
  ],
  ['a reference with many zeros', `<a>&#${'0'.repeat(300)}65;</a>`],
  ['characters at the edges of XML', '<a>\t\u007F\u0085\uD7FF\uE000\uFFFD\u{10000}\u{10FFFF}</a>'],
  ['">" in an attribute value', '<a b=">"/>'],
  ['quotes in the other quotes', `<a b='"' c="'"/>`],
  ['Kazakh, Russian and supplementary names', '<ә:Қ xmlns:ә="urn:a" й="1" \u{10000}="2"/>'],
  ['name characters of the fifth edition', '<a\u00B7\u0300\u203F-.0\u{EFFFF}/>'],
  [
    'equal local names in two namespaces',
    '<a xmlns:b="urn:b" xmlns:c="urn:c" b:d="" c:d="" d=""/>',
  ],
  ['a prefix declared after it is used', '<b:a b:c="" xmlns:b="urn:b"/>'],
  ['a default namespace undeclared', '<a xmlns="urn:a"><b xmlns=""/></a>'],
  ['the prefix xml, never declared', '<a xml:lang="kk"/>'],
  ['the prefix xml, declared rightly', '<a xmlns:xml="http://www.w3.org/XML/1998/namespace"/>'],
  ['a prefix beginning with xml', '<xmla:a xmlns:xmla="urn:a"/>'],
  ['an element and an attribute called xmlns and xml', '<xml xml=""><xmlnsa/></xml>'],
  ['a namespace with references', '<a:b xmlns:a="urn&#58;a"/>'],
]

const illFormed: readonly (readonly [what: string, document: string])[] = [
  ['nothing', ''],
  ['white space alone', ' \n'],
  ['text alone', 'a'],
  ['a declaration alone', '<?xml version="1.0"?>'],
  ['a declaration after white space', ' <?xml version="1.0"?><a/>'],
  ['a declaration inside', '<a><?xml version="1.0"?></a>'],
  ['an instruction called XML', '<?XML?><a/>'],
  ['a declaration without version', '<?xml encoding="UTF-8"?><a/>'],
  [
    'a declaration in the wrong order',
    '<?xml version="1.0" standalone="no" encoding="UTF-8"?><a/>',
  ],
  ['a wrong standalone', '<?xml version="1.0" standalone="YES"?><a/>'],
  ['version 2.0', '<?xml version="2.0"?><a/>'],
  ['attributes of a declaration without space', '<?xml version="1.0"encoding="UTF-8"?><a/>'],
  ['a second root', '<a/><b/>'],
  ['text after the root', '<a/>b'],
  ['a reference after the root', '<a/>&#32;'],
  ['CDATA after the root', '<a/><![CDATA[]]>'],
  ['CDATA before the root', '<![CDATA[]]><a/>'],
  ['a root never closed', '<a>'],
  ['an end without a start', '</a>'],
  ['crossed tags', '<a><b></a></b>'],
  ['an end tag with a longer name', '<a></ab>'],
  ['an end tag with a shorter name', '<ab></a>'],
  ['an end tag with an attribute', '<a></a b="">'],
  ['an end tag in another case', '<a></A>'],
  ['space before a name', '< a/>'],
  ['space after </', '<a></ a>'],
  ['space inside />', '<a/ >'],
  ['an attribute without value', '<a b/>'],
  ['an attribute without quotes', '<a b=c/>'],
  ['attributes without space', '<a b=""c=""/>'],
  ['a value never closed', '<a b="></a>'],
  ['"<" in a value', '<a b="<"/>'],
  ['an attribute twice', '<a b="" b=""/>'],
  ['a declaration twice', '<a xmlns:b="urn:b" xmlns:b="urn:b"/>'],
  ['a default declaration twice', '<a xmlns="urn:b" xmlns="urn:c"/>'],
  ['one name under two prefixes', '<a xmlns:b="urn:x" xmlns:c="urn:x" b:d="" c:d=""/>'],
  [
    'one name under two prefixes, one with references',
    '<a xmlns:b="urn:x" xmlns:c="urn:&#120;" b:d="" c:d=""/>',
  ],
  ['"]]>" in text', '<a>]]></a>'],
  ['"]]]>" in text', '<a>]]]></a>'],
  ['a lone "&"', '<a>& b</a>'],
  ['an unknown entity', '<a>&nbsp;</a>'],
  ['an entity in capitals', '<a>&AMP;</a>'],
  ['an entity without ";"', '<a>&amp</a>'],
  ['a reference to NUL', '<a>&#0;</a>'],
  ['a reference to a control', '<a>&#x1F;</a>'],
  ['a reference to a surrogate', '<a>&#xD800;</a>'],
  ['a reference to U+FFFE', '<a>&#xFFFE;</a>'],
  ['a reference beyond Unicode', '<a>&#x110000;</a>'],
  ['a reference beyond all numbers', `<a>&#${'9'.repeat(400)};</a>`],
  ['a reference with a capital X', '<a>&#X20;</a>'],
  ['an empty reference', '<a>&#;</a>'],
  ['an empty hexadecimal reference', '<a>&#x;</a>'],
  ['hexadecimal digits in a decimal reference', '<a>&#1F;</a>'],
  ['NUL', '<a>\0</a>'],
  ['a control character', '<a>\u0001</a>'],
  ['a control character in a value', '<a b="\u001F"/>'],
  ['a control character in a comment', '<a><!--\b--></a>'],
  ['a control character in an instruction', '<a><?b \b?></a>'],
  ['a control character in CDATA', '<a><![CDATA[\b]]></a>'],
  ['U+FFFE', '<a>\uFFFE</a>'],
  ['U+FFFF in a value', '<a b="\uFFFF"/>'],
  ['"--" in a comment', '<a><!-- -- --></a>'],
  ['a comment that ends with "--->"', '<a><!-- ---></a>'],
  ['a comment "<!-->"', '<a><!--></a>'],
  ['a comment never closed', '<a><!-- </a>'],
  ['CDATA never closed', '<a><![CDATA[ </a>'],
  ['CDATA in lower case', '<a><![cdata[]]></a>'],
  ['an instruction never closed', '<a><?b </a>'],
  ['an instruction without a name', '<a><? b?></a>'],
  ['an instruction with a colon', '<a><?b:c?></a>'],
  ['an instruction whose data touches the name', '<a><?b"?></a>'],
  ['an unknown declaration', '<a><!ELEMENT a ANY></a>'],
  ['a name that begins with a digit', '<1/>'],
  ['a name that begins with a hyphen', '<-a/>'],
  ['a name that begins with a middle dot', '<\u00B7/>'],
  ['a name with a multiplication sign', '<a\u00D7/>'],
  ['a name with a Greek question mark', '<a\u037E/>'],
  ['a name above U+EFFFF', '<\u{F0000}/>'],
  ['a name that begins with a colon', '<:a/>'],
  ['a name that ends with a colon', '<a: xmlns:a="urn:a"/>'],
  ['a name with two colons', '<a:b:c xmlns:a="urn:a"/>'],
  ['a local name that begins with a digit', '<a:1 xmlns:a="urn:a"/>'],
  ['an undeclared prefix', '<a:b/>'],
  ['an undeclared prefix of an attribute', '<a b:c=""/>'],
  ['a prefix out of scope', '<a><b:c xmlns:b="urn:b"/><b:c/></a>'],
  ['a prefix undeclared (1.1 only)', '<a xmlns:b="urn:b"><c xmlns:b=""/></a>'],
  ['the prefix xmlns declared', '<a xmlns:xmlns="urn:a"/>'],
  ['the prefix xmlns declared as it is', '<a xmlns:xmlns="http://www.w3.org/2000/xmlns/"/>'],
  ['an element with the prefix xmlns', '<xmlns:a/>'],
  ['the prefix xml declared otherwise', '<a xmlns:xml="urn:a"/>'],
  [
    'the namespace of xml under another prefix',
    '<a xmlns:b="http://www.w3.org/XML/1998/namespace"/>',
  ],
  ['the namespace of xml as the default', '<a xmlns="http://www.w3.org/XML/1998/namespace"/>'],
  ['the namespace of xmlns', '<a xmlns:b="http://www.w3.org/2000/xmlns/"/>'],
  ['the namespace of xmlns as the default', '<a xmlns="http://www.w3.org/2000/xmlns/"/>'],
  ['a declaration with two colons', '<a xmlns:b:c="urn:b"/>'],
]

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
  test.each(wellFormed)('accepts %s', (_, document) => {
    expect(arnaEngine.scan(Buffer.from(document)).root.index).toBe(0)
  })

  test.each(illFormed)('refuses %s', (_, document) => {
    expect(refusal(document).code).toBe('xml-not-well-formed')
  })

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
