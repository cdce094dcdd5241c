import {
  escapeAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlEngine,
  XmlError,
} from '@arna/xml'

/**
 * The element as a document of its own, byte by byte: what its signer had before it was put into the envelope. Only names
 * that it uses and that the envelope declares are declared anew in its start tag. Throws XmlError.
 */
export function standAlone(element: XmlElement, xml: XmlEngine): XmlDocument {
  const { bytes } = element.document
  const whole = bytes.subarray(element.start, element.end)
  const alone = scanned(whole, xml)
  if (alone !== undefined && meansTheSame(alone, element)) return alone
  const nameEnd = 1 + Buffer.byteLength(qualifiedName(element))
  const written = Buffer.concat([
    whole.subarray(0, nameEnd),
    Buffer.from(inheritedDeclarations(element)),
    whole.subarray(nameEnd),
  ])
  return xml.scan(written, { maxBytes: written.length })
}

/** Undefined when a prefix is not declared inside. */
function scanned(bytes: Uint8Array, xml: XmlEngine): XmlDocument | undefined {
  try {
    return xml.scan(bytes, { maxBytes: bytes.length })
  } catch (error) {
    if (error instanceof XmlError && error.code === 'xml-not-well-formed') return undefined
    throw error
  }
}

/** Whether no element has lost a default namespace that it inherited. */
function meansTheSame(alone: XmlDocument, element: XmlElement): boolean {
  for (let index = 0; index < alone.elementCount; index++) {
    const inside = element.document.element(element.index + index)
    if (alone.element(index).namespace !== inside.namespace) return false
  }
  return true
}

function inheritedDeclarations(element: XmlElement): string {
  const inherited = element.parent?.namespacesInScope() ?? new Map<string, string>()
  const used = new Set<string>()
  collectInherited(element, new Set(), used, declarationsOf(element.document.bytes))
  return [...inherited]
    .filter(([prefix]) => used.has(prefix))
    .map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(uri)}"`)
    .join('')
}

/** The prefixes of names whose declaration does not stand inside. As deep as the scanner lets a document be. */
function collectInherited(
  element: XmlElement,
  declaredAbove: ReadonlySet<string>,
  used: Set<string>,
  declaredIn: (element: XmlElement) => ReadonlySet<string>,
): void {
  const own = declaredIn(element)
  const declared = own.size === 0 ? declaredAbove : new Set([...declaredAbove, ...own])
  if (!declared.has(element.prefix)) used.add(element.prefix)
  for (const { prefix } of element.attributes()) {
    if (prefix !== '' && !declared.has(prefix)) used.add(prefix)
  }
  for (const child of element.children()) collectInherited(child, declared, used, declaredIn)
}

/**
 * The prefixes that the start tag of an element itself declares; the scanner has found it well-formed. The elements come in
 * document order: most of millions have no declaration, and are told so by where the next one stands.
 */
function declarationsOf(bytes: Uint8Array): (element: XmlElement) => ReadonlySet<string> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let next = -1
  return (element) => {
    const { start } = element
    if (next < start) next = source.indexOf('xmlns', start)
    if (next === -1) next = source.length
    const end = element.selfClosing ? element.end : element.contentStart
    if (next >= end) return nothing
    const names = source.toString('utf8', start, end).replaceAll(/"[^"]*"|'[^']*'/g, '""')
    return new Set(
      Array.from(names.matchAll(/\sxmlns(?::([^\s=]+))?\s*=/g), ([, prefix]) => prefix ?? ''),
    )
  }
}

const nothing: ReadonlySet<string> = new Set()

const qualifiedName = ({ prefix, localName }: XmlElement): string =>
  prefix === '' ? localName : `${prefix}:${localName}`
