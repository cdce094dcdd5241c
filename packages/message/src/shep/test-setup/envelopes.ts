import fc from 'fast-check'

// Only tests use this file: documents in which an element `data` inherits all sorts of namespaces.

interface Node {
  /** Prefix → namespace, '' is the default one. */
  readonly declared: readonly (readonly [string, string])[]
  /** Chooses among the prefixes in scope. */
  readonly prefix: number
  readonly attributes: readonly (readonly [number, string])[]
  readonly style: number
  readonly children: readonly (Node | string)[]
}

const prefixes = ['', 'soap', 'ns2', 'wsse', 'ds', 'wsu', 'typ', 'ns', 'xs', 'xsi', 'қ', 'xmlns1']
const plain = [
  'urn:1',
  "urn:a'b",
  'http://bip.bee.kz/SyncChannel/v10/Types',
  'http://schemas.xmlsoap.org/soap/envelope/',
  'http://www.w3.org/2001/XMLSchema-instance',
]
const peculiar = ['urn:a&b', 'urn:"<>', 'urn:қ 😀']
const texts = [
  'soap:x ns2:y',
  '&lt;a xmlns="urn:z"&gt;',
  '<![CDATA[<x xmlns="">]]>',
  '<!-- xmlns="urn:c" -->',
  '\r\n\t',
  '&#xD;&#x1F600;қ',
  '😀',
]
const values = ['xs:string', ' xmlns="urn:z" ', "/><data xmlns='x", 'soap:q', '\n', '']

/**
 * One to four elements around one `data`; every prefix used is in scope. Namespaces that are no
 * URI or need an escape are peculiar: well-formed, but the libxml2 engine refuses them.
 */
export function envelopes(names: 'plain' | 'peculiar'): fc.Arbitrary<string> {
  const namespaces = names === 'plain' ? plain : [...plain, ...peculiar]
  const declaration = fc.tuple(
    fc.constantFrom(...prefixes),
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...namespaces) }, fc.constant('')),
  )

  const bare = {
    declared: fc.uniqueArray(declaration, { maxLength: 4, selector: ([prefix]) => prefix }),
    prefix: fc.nat(20),
    attributes: fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...values)), { maxLength: 2 }),
    style: fc.nat(3),
  }

  const tree = fc.letrec<{ node: Node; children: (Node | string)[] }>((tie) => ({
    node: fc.record({ ...bare, children: tie('children') }),
    children: fc.array(
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(...texts),
        tie('node'),
      ),
      { maxLength: 3 },
    ),
  }))

  const ancestor = fc.record({ ...bare, children: fc.constant<(Node | string)[]>([]) })

  return fc
    .tuple(fc.array(ancestor, { minLength: 1, maxLength: 4 }), tree.node)
    .map(([around, data]) => {
      const write = (scope: ReadonlyMap<string, string>, rest: readonly Node[]): string => {
        const [first, ...more] = rest
        return first === undefined
          ? written(data, 'data', scope)
          : written(first, 'around', scope, (inside) => write(inside, more))
      }
      return write(new Map(), around)
    })
}

const quotes = ['"', "'"]
const gaps = [' ', '\n', '\t ', '  ']

function written(
  node: Node,
  localName: string,
  outer: ReadonlyMap<string, string>,
  inside?: (scope: ReadonlyMap<string, string>) => string,
): string {
  const scope = new Map(outer)
  const quote = quotes[node.style % 2]!
  const gap = gaps[node.style]!
  const attribute = (name: string, value: string): string =>
    `${gap}${name}${node.style > 1 ? `${gap}=${gap}` : '='}${quote}${escaped(value, quote)}${quote}`
  let tag = ''
  for (const [prefix, namespace] of node.declared) {
    if (prefix !== '' && namespace === '') continue
    if (namespace === '') scope.delete('')
    else scope.set(prefix, namespace)
    tag += attribute(prefix === '' ? 'xmlns' : `xmlns:${prefix}`, namespace)
  }
  const bound = [...scope.keys()].filter((prefix) => prefix !== '')
  const qualified = (choice: number, local: string): string => {
    const prefix = bound[choice % (bound.length + 1)]
    return prefix === undefined ? local : `${prefix}:${local}`
  }
  node.attributes.forEach(([choice, value], index) => {
    tag += attribute(qualified(choice, `a${index}`), value)
  })
  const name = qualified(node.prefix, localName)
  const content =
    inside?.(scope) ??
    node.children
      .map((child) => (typeof child === 'string' ? child : written(child, 'x', scope)))
      .join('')
  return content === '' && node.style % 2 === 0
    ? `<${name}${tag}${gap}/>`
    : `<${name}${tag}>${content}</${name}>`
}

function escaped(value: string, quote: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(quote, quote === '"' ? '&quot;' : '&apos;')
}
