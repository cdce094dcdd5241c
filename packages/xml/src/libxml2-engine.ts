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
    const read = withDocument(scanned.tables.source, (document) =>
      elementsOf(document).map(readElement),
    )
    refuseDisagreement(scanned, read)
    return new Libxml2Document(scanned, read)
  },
}

/** No network, no entities from outside, no catalog, no limits beside ours (which were checked before). */
export const parseOptions =
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
  } catch (error) {
    if (!(error instanceof libxml2.XmlError)) throw error
    const reason = error.message.trim().replaceAll('\n', '; ')
    throw new XmlError('xml-not-well-formed', `libxml2 refuses: ${reason}`, placeOf(source, 0))
  } finally {
    document.dispose()
  }
}

const everyElement = libxml2.XmlXPath.compile('//*')
const nextSibling = libxml2.XmlXPath.compile('following-sibling::node()[1]')

/** Every element in document order. */
function elementsOf(document: libxml2.XmlDocument): libxml2.XmlElement[] {
  return document.find(everyElement).filter((node) => node instanceof libxml2.XmlElement)
}

function readElement(element: libxml2.XmlElement): ReadElement {
  let text = ''
  let onlyText = true
  // Not by XPath, which sorts what it finds, in a time that grows with the square of the number of texts and comments.
  for (let node: libxml2.XmlNode | null = element.firstChild; node !== null; node = after(node)) {
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

/** The wrapper has `next` for everything but processing instructions. */
const after = (node: libxml2.XmlNode): libxml2.XmlNode | null =>
  node instanceof libxml2.XmlTreeNode ? node.next : node.get(nextSibling)

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

  withId(id: string): readonly XmlElement[] {
    return this.ids().get(id) ?? []
  }

  canonicalize(options: CanonicalOptions, write: (chunk: Uint8Array) => void): void {
    const { source } = this.scanned.tables
    refuseRelativeNamespace(this.scanned.tables)
    const apex = this.own(options.element)
    const omit = this.own(options.omit)
    // libxml2 knows no output around its own: this is for signing, whose envelopes our scanner reads in any case.
    if (apex !== undefined && options.declared !== undefined) {
      const element = this.scanned.element(apex.index)
      this.scanned.canonicalize({ ...options, element }, write)
      return
    }
    if (apex !== undefined && omit !== undefined) {
      if (apex.start >= omit.start && apex.start < omit.end) return
    }
    this.refuseEscapedNamespaces()
    withDocument(source, (document) => {
      const nodes = elementsOf(document)
      const output = new Chunks(write, source)
      const settings = settingsOf(options)
      const top = apex === undefined ? document : nodes[apex.index]!
      if (omit !== undefined) nodes[omit.index]!.remove()
      top.canonicalize(output, settings)
      output.throwFailure()
    })
  }

  /** libxml2 writes a namespace without escapes: a form that is not canonical is worse than none. */
  private refuseEscapedNamespaces(): void {
    for (const [index, { declarations }] of this.read.entries()) {
      if (![...declarations.values()].some((namespace) => /[&<"\t\n\r]/.test(namespace))) continue
      throw new XmlError(
        'xml-not-well-formed',
        'libxml2 has no canonical form for a namespace with a character that must be escaped',
        placeOf(this.scanned.tables.source, this.scanned.element(index).start),
      )
    }
  }

  private own(element: XmlElement | undefined): XmlElement | undefined {
    if (element !== undefined && element.document !== this) {
      throw new TypeError('the element belongs to another document')
    }
    return element
  }
}

function settingsOf(options: CanonicalOptions): libxml2.SubtreeC14NOptions {
  const withComments = options.comments === true
  if (options.method === 'c14n') return { mode: libxml2.XmlC14NMode.XML_C14N_1_0, withComments }
  return {
    mode: libxml2.XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
    withComments,
    inclusiveNamespacePrefixes: [...(options.inclusivePrefixes ?? [])],
  }
}

/** Hands libxml2's output on. An error must not be thrown through libxml2's frames: it waits until they are gone. */
class Chunks implements libxml2.XmlOutputBufferHandler {
  private readonly forward: (chunk: Uint8Array) => void
  private readonly source: Buffer
  private written = 0
  private failure: { readonly error: unknown } | undefined

  constructor(forward: (chunk: Uint8Array) => void, source: Buffer) {
    this.forward = forward
    this.source = source
  }

  write(chunk: Uint8Array): number {
    if (this.failure !== undefined) return chunk.length
    try {
      this.written += chunk.length
      if (this.written > largestCanonicalForm(this.source.length)) refuseGrowth(this.source)
      this.forward(chunk)
    } catch (error) {
      this.failure = { error }
    }
    return chunk.length
  }

  close(): boolean {
    return true
  }

  throwFailure(): void {
    if (this.failure !== undefined) throw this.failure.error
  }
}
