/** Limits against hostile input. Every one is checked while scanning, so refusing is cheap. */
export interface XmlLimits {
  readonly maxBytes: number
  readonly maxDepth: number
  /** Attributes and namespace declarations of one element together. */
  readonly maxAttributes: number
  /** Namespace declarations in scope at any one element. */
  readonly maxNamespaces: number
  readonly maxNameBytes: number
}

export const defaultXmlLimits: XmlLimits = {
  maxBytes: 10 * 1024 * 1024,
  maxDepth: 128,
  maxAttributes: 256,
  maxNamespaces: 512,
  maxNameBytes: 1024,
}

export type XmlErrorCode =
  | 'xml-not-well-formed'
  | 'xml-doctype-refused'
  | 'xml-encoding-refused'
  | 'xml-limit-exceeded'

/** The document is refused. Offsets are bytes from 0, line and column (in code points) count from 1. */
export class XmlError extends Error {
  override readonly name = 'XmlError'
  readonly code: XmlErrorCode
  readonly offset: number
  readonly line: number
  readonly column: number
  constructor(
    code: XmlErrorCode,
    message: string,
    place: { offset: number; line: number; column: number },
  ) {
    super(`${message} (line ${place.line}, column ${place.column})`)
    this.code = code
    this.offset = place.offset
    this.line = place.line
    this.column = place.column
  }
}

export interface XmlAttribute {
  /** '' when the attribute is in no namespace. Namespace declarations are not attributes here. */
  readonly namespace: string
  readonly prefix: string
  readonly localName: string
  /** Normalised as XML 1.0 §3.3.3 says for CDATA attributes, references resolved. */
  readonly value: string
}

/** A view on one element. Two views of the same element are not identical: compare with `is`. */
export interface XmlElement {
  readonly document: XmlDocument
  /** Position in document order among elements; the root is 0. */
  readonly index: number
  /** '' when the element is in no namespace. */
  readonly namespace: string
  readonly prefix: string
  readonly localName: string
  /** Offset of `<` of the start tag. */
  readonly start: number
  /** Offset just after `>` of the end tag (or of the empty-element tag). */
  readonly end: number
  /** Offset just after `>` of the start tag; equals `contentEnd` for an empty element. */
  readonly contentStart: number
  readonly contentEnd: number
  /** True for `<a/>`. */
  readonly selfClosing: boolean
  readonly parent: XmlElement | undefined
  /** Child elements in document order. */
  children(): XmlElement[]
  /** The value of an attribute, or undefined when it is not there. */
  attribute(namespace: string, localName: string): string | undefined
  attributes(): XmlAttribute[]
  /** Text and CDATA directly inside, references resolved, line ends normalised; comments and PIs are skipped. */
  text(): string
  /** True when nothing but character data without CDATA sections is inside: no elements, comments, PIs. */
  hasOnlyText(): boolean
  /** Prefix → namespace, inherited ones too; '' is the default namespace, absent when undeclared. `xml` is left out. */
  namespacesInScope(): Map<string, string>
  is(other: XmlElement): boolean
}

export type CanonicalMethod = 'c14n' | 'exc-c14n'

export interface CanonicalOptions {
  readonly method: CanonicalMethod
  readonly comments?: boolean
  /** PrefixList of exclusive canonicalisation; '#default' names the default namespace. */
  readonly inclusivePrefixes?: readonly string[]
  /** The apex. Without it the whole document, with comments and PIs outside the root. */
  readonly element?: XmlElement
  /** This subtree is left out (the enveloped-signature transform). */
  readonly omit?: XmlElement
  /**
   * Prefix → namespace that the output around the element has declared already: for the exclusive form that the element
   * has inside another document. '' is the default namespace.
   */
  readonly declared?: ReadonlyMap<string, string>
}

export interface XmlDocument {
  /** The bytes as they came, a byte order mark included. */
  readonly bytes: Uint8Array
  readonly root: XmlElement
  /** How many elements there are. */
  readonly elementCount: number
  /** True when a processing instruction stands anywhere (the XML declaration is none). */
  readonly hasProcessingInstruction: boolean
  element(index: number): XmlElement
  /** Every attribute whose local name is `id` in any case and any namespace (wsu:Id, Id, ID, xml:id): value → its elements. */
  ids(): ReadonlyMap<string, readonly XmlElement[]>
  /** What `ids` has for this value, without making the whole map. */
  withId(id: string): readonly XmlElement[]
  /** Gives the canonical bytes in chunks; a chunk is only valid during the call of `write`. */
  canonicalize(options: CanonicalOptions, write: (chunk: Uint8Array) => void): void
}

/** One way to read XML. `arna` is ours, `libxml2` the second opinion that `ARNA_XML=libxml2` switches to. */
export interface XmlEngine {
  readonly name: 'arna' | 'libxml2'
  /** Throws XmlError. */
  scan(bytes: Uint8Array, limits?: Partial<XmlLimits>): XmlDocument
}
