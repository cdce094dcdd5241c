import { describe, expect, test } from 'vitest'
import { scan, XmlError } from './index.ts'

const growth = 8
/** A quadratic cost grows by 64, a linear one by 8 and what the machine adds. */
const tolerated = 30
const limits = {
  maxBytes: 1e9,
  maxDepth: 1e9,
  maxAttributes: 1e9,
  maxNamespaces: 1e9,
  maxNameBytes: 1e9,
}

function many(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join('')
}

/** Hostile documents by size; some are not even well-formed. */
const shapes: Readonly<Record<string, (size: number) => string>> = {
  'attributes of one element': (size) => `<a ${many(size, (n) => ` b${n}=""`)}/>`,
  'attributes sorted backwards': (size) => `<a ${many(size, (n) => ` b${size * 10 - n}=""`)}/>`,
  'attributes under as many prefixes': (size) =>
    `<a${many(size, (n) => ` xmlns:p${n}="urn:${n}" p${n}:b=""`)}/>`,
  'attributes under prefixes of one namespace': (size) =>
    `<a${many(size, (n) => ` xmlns:p${n}="urn:x" p${n}:b${n}=""`)}/>`,
  'distinct names': (size) => `<a>${many(size, (n) => `<b${n}/>`)}</a>`,
  'distinct namespaces on deep elements': (size) =>
    many(size, (n) => `<p${n}:a xmlns:p${n}="urn:${n}">`) +
    many(size, (n) => `</p${size - 1 - n}:a>`),
  'one prefix bound anew on deep elements': (size) =>
    many(size, (n) => `<p:a xmlns:p="urn:${n}">`) + '</p:a>'.repeat(size),
  'a default namespace undone on deep elements': (size) =>
    many(size, (n) => `<a xmlns="${n % 2 === 0 ? 'urn:x' : ''}">`) + '</a>'.repeat(size),
  'deep elements': (size) => '<a>'.repeat(size) + '</a>'.repeat(size),
  'deep elements never closed': (size) => '<a>'.repeat(size),
  'one long name': (size) => `<${'a'.repeat(size * 10)}/>`,
  'one long namespace that sorts last': (size) => {
    const uri = `urn:${'x'.repeat(size)}`
    const attributes = many(100, () => '<c q:b="" p:b=""/>')
    return `<a xmlns:p="${uri}1" xmlns:q="${uri}2">${attributes}</a>`
  },
  brackets: (size) => `<a>${']]'.repeat(size * 10)}></a>`,
  'brackets in CDATA': (size) => `<a><![CDATA[${']]'.repeat(size * 10)}>]]></a>`,
  'CDATA sections': (size) => `<a>${'<![CDATA[]]>'.repeat(size)}</a>`,
  comments: (size) => `<a>${'<!---->'.repeat(size)}</a>`,
  'a comment never closed': (size) => `<a><!--${' -'.repeat(size * 10)}`,
  'instructions outside': (size) => `${'<?p?>'.repeat(size)}<a/>${'<?p?>'.repeat(size)}`,
  'question marks': (size) => `<a><?p ${'?'.repeat(size * 10)}></a>`,
  references: (size) => `<a b="${'&#65;'.repeat(size)}">${'&amp;'.repeat(size)}</a>`,
  'a reference of many digits': (size) => `<a>&#${'0'.repeat(size * 10)}65;</a>`,
  'carriage returns': (size) => `<a b="${'\r'.repeat(size)}">${'\r'.repeat(size * 5)}</a>`,
  'white space in tags': (size) => `<a${' '.repeat(size * 5)}></a${' '.repeat(size * 5)}>`,
  'white space around the root': (size) => `${' '.repeat(size * 5)}<a/>${'\n'.repeat(size * 5)}`,
  ids: (size) => `<a>${many(size, (n) => `<b Id="${n}" ID="${n + 1}"/>`)}</a>`,
  siblings: (size) => `<a>${'<b>x</b>'.repeat(size)}</a>`,
}

/** Everything that a message pays for: scanning, its ids, its text, its canonical forms. */
function use(bytes: Buffer): void {
  try {
    const document = scan(bytes, limits)
    document.ids()
    document.root.text()
    document.root.children().forEach((child) => child.namespacesInScope())
    const inclusivePrefixes = Array.from({ length: 1000 }, (_, n) => `p${n}`)
    const nothing = (): void => undefined
    const { root: element } = document
    document.canonicalize({ method: 'c14n', comments: true }, nothing)
    document.canonicalize({ method: 'exc-c14n', element, inclusivePrefixes }, nothing)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
  }
}

/** The least of some runs: what else the machine does only ever adds. */
function leastMs(bytes: Buffer): number {
  let least = Infinity
  for (let run = 0; run < 7; run++) {
    const from = performance.now()
    use(bytes)
    least = Math.min(least, performance.now() - from)
  }
  return least
}

describe('time grows with the size, not with its square', () => {
  test.each(Object.keys(shapes))('%s', (name) => {
    const size = 1500
    const small = Buffer.from(shapes[name]!(size))
    const large = Buffer.from(shapes[name]!(size * growth))
    use(large)
    expect(leastMs(large) / Math.max(leastMs(small), 0.05)).toBeLessThan(tolerated)
  })
})
