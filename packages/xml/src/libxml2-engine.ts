import * as libxml2 from 'libxml2-wasm'
import { scanDocument } from './arna-engine.ts'
import { largestCanonicalForm, refuseGrowth } from './canonical-output.ts'
import { refuseRelativeNamespace } from './canonicalize.ts'
import {
  type CanonicalOptions,
  type XmlDocument,
  type XmlElement,
  type XmlEngine,
  XmlError,
  type XmlLimits,
} from './document.ts'
import { Libxml2Element, type ReadElement } from './libxml2-element.ts'
import { placeOf } from './place.ts'
import type { ScannedDocument } from './scanned-document.ts'

/**
 * The second opinion: libxml2 says what a document means (verdict, names, attributes, text, canonical form), our
 * scanner says where things stand, and a document about whose elements the two disagree is refused.
 * Slow on purpose: the bytes are parsed anew for every use, and nothing of libxml2 is kept.
 */
export const libxml2Engine: XmlEngine = {
  name: 'libxml2',
  scan(bytes: Uint8Array, limits?: Partial<XmlLimits>): XmlDocument {
    const scanned = scanDocument(bytes, limits)
    const read = withDocument(scanned.tables.source, (document) => readElements(document))
    refuseDisagreement(scanned, read)
    return new Libxml2Document(scanned, read)
  },
}

/** No network, no entities from outside, no catalog, no limits beside ours (which were checked before). */
const parseOptions =
  libxml2.ParseOption.XML_PARSE_NONET |
  libxml2.ParseOption.XML_PARSE_NO_XXE |
  libxml2.ParseOption.XML_PARSE_NO_SYS_CATALOG |
  libxml2.ParseOption.XML_PARSE_SKIP_IDS |
  libxml2.ParseOption.XML_PARSE_HUGE

function withDocument<Result>(
  source: Buffer,
  use: (document: libxml2.XmlDocument) => Result,
): Result {
  let document: libxml2.XmlDocument
  try {
    document = libxml2.XmlDocument.fromBuffer(source, { option: parseOptions })
  } catch (error) {
    if (!(error instanceof libxml2.XmlError)) throw error
    const reason = error.message.trim().replaceAll('\n', '; ')
    throw new XmlError('xml-not-well-formed', `libxml2 refuses: ${reason}`, placeOf(source, 0))
  }
  try {
    return use(document)
  } finally {
    document.dispose()
  }
}

/** Every element in document order, without recursion. */
function readElements(document: libxml2.XmlDocument): ReadElement[] {
  const read: ReadElement[] = []
  for (const element of elementsOf(document)) read.push(readElement(element))
  return read
}

function* elementsOf(document: libxml2.XmlDocument): Generator<libxml2.XmlElement> {
  const { root } = document
  const open: libxml2.XmlElement[] = []
  let node: libxml2.XmlTreeNode | null = root
  for (;;) {
    let inside: libxml2.XmlTreeNode | null = null
    if (node instanceof libxml2.XmlElement) {
      yield node
      inside = node.firstChild
      if (inside !== null) open.push(node)
    }
    node = inside ?? (open.length > 0 ? node.next : null)
    while (node === null) {
      const parent = open.pop()
      if (parent === undefined || open.length === 0) return
      node = parent.next
    }
  }
}

function readElement(element: libxml2.XmlElement): ReadElement {
  let text = ''
  let onlyText = true
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof libxml2.XmlText) text += node.content
    else onlyText = false
    if (node instanceof libxml2.XmlCData) text += node.content
  }
  return {
    namespace: element.namespaceUri,
    prefix: element.prefix,
    localName: element.name,
    attributes: element.attrs.map((attribute) => ({
      namespace: attribute.namespaceUri,
      prefix: attribute.prefix,
      localName: attribute.name,
      value: attribute.value,
    })),
    declarations: new Map(Object.entries(element.nsDeclarations)),
    text,
    onlyText,
  }
}

/** Where the two see different elements, attributes or declarations, nobody knows what was signed. */
function refuseDisagreement(scanned: ScannedDocument, read: readonly ReadElement[]): void {
  let at = read.length === scanned.elementCount ? -1 : 0
  for (let index = 0; at < 0 && index < read.length; index++) {
    const ours = scanned.element(index)
    const theirs = read[index]!
    const same =
      ours.namespace === theirs.namespace &&
      ours.prefix === theirs.prefix &&
      ours.localName === theirs.localName &&
      JSON.stringify(ours.attributes()) === JSON.stringify(theirs.attributes) &&
      sameDeclarations(ours.declarations(), theirs.declarations)
    if (!same) at = ours.start
  }
  if (at < 0) return
  throw new XmlError(
    'xml-not-well-formed',
    'the two XML readers disagree about an element, so the document is refused',
    placeOf(scanned.tables.source, at),
  )
}

function sameDeclarations(
  ours: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>,
): boolean {
  if (ours.size !== theirs.size) return false
  return [...ours].every(([prefix, namespace]) => theirs.get(prefix) === namespace)
}

class Libxml2Document implements XmlDocument {
  readonly bytes: Uint8Array
  private readonly scanned: ScannedDocument
  private readonly read: readonly ReadElement[]
  private elementsById: Map<string, XmlElement[]> | undefined

  constructor(scanned: ScannedDocument, read: readonly ReadElement[]) {
    this.bytes = scanned.bytes
    this.scanned = scanned
    this.read = read
  }

  get root(): XmlElement {
    return this.element(0)
  }

  get elementCount(): number {
    return this.read.length
  }

  get hasProcessingInstruction(): boolean {
    return this.scanned.hasProcessingInstruction
  }

  element(index: number): XmlElement {
    return new Libxml2Element(this, this.scanned.element(index), this.read)
  }

  ids(): ReadonlyMap<string, readonly XmlElement[]> {
    if (this.elementsById !== undefined) return this.elementsById
    const found = new Map<string, XmlElement[]>()
    this.read.forEach((element, index) => {
      const values = element.attributes.filter(({ localName }) => /^id$/i.test(localName))
      for (const value of new Set(values.map((attribute) => attribute.value))) {
        const others = found.get(value)
        if (others === undefined) found.set(value, [this.element(index)])
        else others.push(this.element(index))
      }
    })
    this.elementsById = found
    return found
  }

  canonicalize(options: CanonicalOptions, write: (chunk: Uint8Array) => void): void {
    const { source } = this.scanned.tables
    refuseRelativeNamespace(this.scanned.tables)
    const apex = this.own(options.element)
    const omit = this.own(options.omit)
    if (apex !== undefined && omit !== undefined) {
      if (apex.start >= omit.start && apex.start < omit.end) return
    }
    withDocument(source, (document) => {
      const nodes = [...elementsOf(document)]
      const top = apex === undefined ? undefined : nodes[apex.index]!
      if (omit !== undefined) nodes[omit.index]!.remove()
      canonicalizeNode(document, top, options, this.chunks(write, source))
    })
  }

  private own(element: XmlElement | undefined): XmlElement | undefined {
    if (element !== undefined && element.document !== this) {
      throw new TypeError('the element belongs to another document')
    }
    return element
  }

  private chunks(write: (chunk: Uint8Array) => void, source: Buffer): (chunk: Uint8Array) => void {
    let written = 0
    return (chunk) => {
      written += chunk.length
      if (written > largestCanonicalForm(source.length)) refuseGrowth(source)
      write(chunk)
    }
  }
}

function canonicalizeNode(
  document: libxml2.XmlDocument,
  apex: libxml2.XmlElement | undefined,
  options: CanonicalOptions,
  write: (chunk: Uint8Array) => void,
): void {
  // An error must not be thrown through libxml2's own frames: it is kept until they have returned.
  let failed: { readonly error: unknown } | undefined
  const output = {
    write(chunk: Uint8Array): number {
      if (failed !== undefined) return chunk.length
      try {
        write(chunk)
      } catch (error) {
        failed = { error }
      }
      return chunk.length
    },
    close: () => true,
  }
  const settings = {
    mode:
      options.method === 'c14n'
        ? libxml2.XmlC14NMode.XML_C14N_1_0
        : libxml2.XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
    withComments: options.comments === true,
    ...(options.method === 'exc-c14n' && options.inclusivePrefixes !== undefined
      ? { inclusiveNamespacePrefixes: [...options.inclusivePrefixes] }
      : {}),
  }
  if (apex === undefined) document.canonicalize(output, settings)
  else apex.canonicalize(output, settings)
  if (failed !== undefined) throw failed.error
}
