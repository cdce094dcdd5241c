/** Picks a whole number from 0 to `below - 1`. 0 should be the likeliest end of any tale: it stands for the simplest choice. */
export type Pick = (below: number) => number

/** Choices read from a tape of numbers; when it is at its end, always the simplest. Shrinks well under fast-check. */
export function pickFrom(tape: readonly number[]): Pick {
  let at = 0
  return (below) => (at < tape.length ? tape[at++]! % below : 0)
}

/** Choices of a small generator (mulberry32), for runs without end. */
export function pickBySeed(seed: number): Pick {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

// U+FB00 and U+10000 sort one way as UTF-8 and the other way as UTF-16.
// Some names, prefixes and namespaces are those that the scanner knows beforehand, bound as usual and otherwise.
const prefixes = ['a', 'b', 'c', 'aa', 'ә', '\uFB00', '\u{10000}', 'soap', 'ds'] as const
const locals = [
  'a',
  'b',
  'Z',
  'id',
  'Id',
  'é',
  'a-b',
  'a.1',
  '\uFB00',
  '\u{10000}',
  'Reference',
  'Header',
] as const

/** The same document with names that the fourth edition of XML 1.0 allows too: the JDK knows no later one. */
export function inOldNames(document: string): string {
  // U+10000 only stands in names, so no two names that differ become one.
  return document.replaceAll('\uFB00', '\u4E00').replaceAll('\u{10000}', '\u4E8C')
}

/** Namespaces as they are written, absolute URIs all of them; some are equal in two spellings. */
const namespaces = [
  'urn:a',
  'urn:b',
  'urn:&#97;',
  'http://example.org/?x=1',
  'urn:ab',
  'http://example.org',
  'urn:B',
  'http://schemas.xmlsoap.org/soap/envelope/',
  'http://www.w3.org/2000/09/xmldsig#',
  'http://www.w3.org/2000/09/xmldsig',
  'http://www.w3.org/2000/09/xmldsig&#35;',
] as const
const texts = [
  'x',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '&lt;',
  '&gt;',
  '>',
  '&amp;',
  '&quot;',
  '&apos;',
  '&#13;',
  '&#xA;',
  '&#9;',
  '"',
  "'",
  ']]',
  'ә',
  '\u{1F600}',
  '&#x1F600;',
  '&#60;',
  '\u0085',
  '\u2028',
] as const
const spaces = [' ', '\n', '  ', '\t', '\r\n', '\r'] as const
const literals = [
  '',
  'x',
  ' ',
  '\r\n',
  '&',
  '<a>',
  'ә',
  '\r',
  '&amp;',
  ']',
  '\u{10000}',
  '"',
] as const

/** A namespace-well-formed document with as many spellings of the same thing as XML has. */
export function randomDocument(pick: Pick): string {
  const start = [
    '',
    '<?xml version="1.0"?>',
    '\uFEFF',
    "<?xml version='1.0' encoding='utf-8'?>\r\n",
  ]
  const before = start[pick(start.length)]! + outside(pick)
  const root = element(pick, new Map([['xml', 'xml']]), 0)
  return before + root.replaceAll(']]>', ']]&gt;').replaceAll('\0', ']]>') + outside(pick)
}

function outside(pick: Pick): string {
  let text = ''
  for (let count = pick(3); count > 0; count--) {
    text += [oneOf(pick, spaces), comment(pick), instruction(pick)][pick(3)]!
  }
  return text
}

function element(pick: Pick, inherited: ReadonlyMap<string, string>, depth: number): string {
  const scope = new Map(inherited)
  const written: string[] = []
  for (let count = pick(4); count > 0; count--) {
    const prefix = pick(3) === 0 ? '' : oneOf(pick, prefixes)
    const name = prefix === '' ? 'xmlns' : `xmlns:${prefix}`
    if (written.some((other) => other.startsWith(`${name}\0`))) continue
    const namespace = prefix === '' && pick(3) === 0 ? '' : oneOf(pick, namespaces)
    scope.set(prefix, namespace.replace('&#97;', 'a').replace('&#35;', '#'))
    written.push(`${name}\0${namespace}`)
  }
  const bound = [...scope.keys()].filter((prefix) => prefix !== '' && prefix !== 'xml')
  const taken = new Set<string>()
  for (let count = pick(5); count > 0; count--) {
    const prefix = pick(2) === 0 ? '' : oneOf(pick, ['xml', ...bound])
    const local = oneOf(pick, locals)
    const expanded = `${prefix === '' ? '' : scope.get(prefix)!}\0${local}`
    if (taken.has(expanded)) continue
    taken.add(expanded)
    written.push(`${prefix === '' ? local : `${prefix}:${local}`}\0${value(pick)}`)
  }
  const prefix = bound.length > 0 && pick(2) === 1 ? `${oneOf(pick, bound)}:` : ''
  const name = prefix + oneOf(pick, locals)
  let tag = `<${name}`
  for (const attribute of shuffled(pick, written)) tag += attributeText(pick, attribute)
  if (pick(4) === 1) tag += oneOf(pick, spaces)
  const inside = depth < 5 ? content(pick, scope, depth) : ''
  if (inside === '' && pick(2) === 1) return `${tag}/>`
  return `${tag}>${inside}</${name}${pick(6) === 1 ? oneOf(pick, spaces) : ''}>`
}

function attributeText(pick: Pick, attribute: string): string {
  const [name, text] = attribute.split('\0') as [string, string]
  const equals = pick(6) === 1 ? oneOf(pick, spaces) + '=' + oneOf(pick, spaces) : '='
  const inQuotes = text.includes("'") || (!text.includes('"') && pick(3) !== 1)
  const quote = inQuotes ? '"' : "'"
  return oneOf(pick, spaces) + name + equals + quote + text + quote
}

function value(pick: Pick): string {
  let text = ''
  for (let count = pick(4); count > 0; count--) text += oneOf(pick, texts)
  return text.includes("'") ? text.replaceAll('"', '&quot;') : text
}

function content(pick: Pick, scope: ReadonlyMap<string, string>, depth: number): string {
  let text = ''
  for (let count = pick(depth < 2 ? 9 : 5); count > 0; count--) {
    const kind = pick(8)
    if (kind < 3) text += oneOf(pick, texts)
    else if (kind < 6) text += element(pick, scope, depth + 1)
    else if (kind === 6) text += comment(pick)
    else text += pick(2) === 0 ? cdata(pick) : instruction(pick)
  }
  return text
}

/** The end of a CDATA section is written as NUL until the text around it is whole. */
function cdata(pick: Pick): string {
  return `<![CDATA[${literal(pick)}\0`
}

function comment(pick: Pick): string {
  return `<!--${literal(pick)}-->`
}

function instruction(pick: Pick): string {
  const target = oneOf(pick, ['p', 'xml-x', 'é'])
  return pick(2) === 0 ? `<?${target}?>` : `<?${target}${oneOf(pick, spaces)}${literal(pick)}?>`
}

function literal(pick: Pick): string {
  let text = ''
  for (let count = pick(4); count > 0; count--) text += oneOf(pick, literals)
  return text
}

function oneOf<Value>(pick: Pick, values: readonly Value[]): Value {
  return values[pick(values.length)]!
}

function shuffled(pick: Pick, values: readonly string[]): string[] {
  const left = [...values]
  const mixed: string[] = []
  while (left.length > 0) mixed.push(left.splice(pick(left.length), 1)[0]!)
  return mixed
}

const fragments = [
  '<',
  '>',
  '&',
  ';',
  '"',
  "'",
  '/',
  '=',
  ':',
  ' ',
  'a',
  '-',
  '--',
  ']]>',
  '<!--',
  '-->',
  '<![CDATA[',
  '<?',
  '?>',
  '&#',
  '&#x',
  'xmlns',
  'xmlns:a=""',
  'xml:',
  ' a:a="" a:a=""',
  '</',
  '/>',
  '\r',
  '\uFFFE',
  '\uFFFF',
  '\u0000',
  '\u001F',
  '\u00B7',
  'é',
  '\u{10000}',
]

/** The document with one to three small wounds, most of which end its being XML. */
export function wounded(pick: Pick, document: Buffer): Buffer {
  let bytes = document
  for (let count = Math.max(1, pick(4)); count > 0 && bytes.length > 0; count--) {
    const at = pick(bytes.length)
    const to = Math.min(bytes.length, at + 1 + pick(8))
    const head = bytes.subarray(0, at)
    switch (pick(6)) {
      case 0:
        bytes = Buffer.concat([head, bytes.subarray(to)])
        break
      case 1:
        bytes = Buffer.concat([head, Buffer.from(oneOf(pick, fragments)), bytes.subarray(at)])
        break
      case 2:
        bytes = Buffer.concat([head, Buffer.from([pick(256)]), bytes.subarray(at + 1)])
        break
      case 3:
        bytes = Buffer.concat([head, bytes.subarray(at, to), bytes.subarray(at)])
        break
      case 4:
        bytes = Buffer.concat([head, Buffer.from(oneOf(pick, fragments)), bytes.subarray(to)])
        break
      default:
        bytes = swapped(pick, bytes)
    }
  }
  return bytes
}

/** Two stretches of one length change places. */
function swapped(pick: Pick, bytes: Buffer): Buffer {
  const length = 1 + pick(6)
  if (bytes.length < 2 * length) return bytes
  const one = pick(bytes.length - 2 * length + 1)
  const two = one + length + pick(bytes.length - one - 2 * length + 1)
  return Buffer.concat([
    bytes.subarray(0, one),
    bytes.subarray(two, two + length),
    bytes.subarray(one + length, two),
    bytes.subarray(one, one + length),
    bytes.subarray(two + length),
  ])
}

/** One way to canonicalise: what to do, and the number of the apex (-1: the whole document). */
export interface RandomRequest {
  readonly method: 'c14n' | 'exc-c14n'
  readonly comments: boolean
  readonly inclusivePrefixes: readonly string[]
  readonly apex: number
  readonly omit: number
}

export function randomRequest(pick: Pick, elementCount: number): RandomRequest {
  const method = pick(2) === 0 ? 'exc-c14n' : 'c14n'
  const inclusivePrefixes: string[] = []
  if (method === 'exc-c14n' && pick(3) === 1) {
    for (let count = pick(4); count > 0; count--) {
      inclusivePrefixes.push(oneOf(pick, ['#default', 'nowhere', ...prefixes]))
    }
  }
  const apex = pick(3) === 0 ? -1 : pick(elementCount)
  // A document without its root is left alone: libxml2 then forgets on which side of it a comment stood.
  const omit = pick(6) === 1 ? pick(elementCount) : -1
  const rootless = apex < 0 && omit === 0
  return { method, comments: pick(2) === 1, inclusivePrefixes, apex, omit: rootless ? -1 : omit }
}
