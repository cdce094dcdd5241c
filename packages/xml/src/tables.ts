import { whitespace } from './characters.ts'
import { nameLength, nameStride } from './names.ts'

/** Columns of the element table, one row per element in document order. */
export const elementStride = 8
/** Offset of `<` of the start tag. */
export const elementStart = 0
/** Offset of `</` doubled; for an empty-element tag the offset after `>` doubled, plus 1. */
export const elementContentEnd = 1
/** Index of the parent, -1 for the root. */
export const elementParent = 2
/** Index of the first element after this one that is not inside it. */
export const elementNext = 3
export const elementName = 4
/** Id of the namespace, 0 for none. */
export const elementNamespace = 5
/** Row of the first attribute or namespace declaration; they end where the next element's begin. */
export const elementAttributes = 6
/** What was met between the start tag and the next tag; and, shifted by `afterEnd`, between the last tag and the next. */
export const elementText = 7
export const afterEnd = 3
/** A comment, a processing instruction or a CDATA section. */
export const textMarked = 1
/** The characters are not the bytes as they stand: references, or ends of lines to normalise. */
export const textEscaped = 2
/** The canonical form is not the bytes as they stand. */
export const textUncanonical = 4

/** Columns of the table of attributes and namespace declarations, in document order. */
export const attributeStride = 4
/** Offset of the value doubled, plus 1 when its canonical form is not the source as it stands. */
export const attributeValue = 0
export const attributeValueEnd = 1
/** Id of the name; for a declaration `~p`, where p is the id of the declared prefix. */
export const attributeName = 2
/** Id of the namespace: of the attribute's name, or the declared one. 0 for none. */
export const attributeNamespace = 3

/** What scanning leaves behind. One row more than there are elements closes the attribute ranges. */
export interface Tables {
  /** The document as a Buffer over the same memory. */
  readonly source: Buffer
  /** Offset after the XML declaration (or the byte order mark, or 0). */
  readonly prologStart: number
  readonly elementCount: number
  readonly elements: Int32Array
  readonly attributes: Int32Array
  /** See `names.ts`. */
  readonly names: Int32Array
  readonly nameCount: number
  /** Bytes of names which do not stand in the source. */
  readonly aside: Buffer
  /** Pairs of element and attribute row, for attributes whose local name is `id` in any case. */
  readonly ids: readonly number[]
  readonly hasProcessingInstruction: boolean
  /** Offset of the first declaration of a namespace that is a relative reference, or -1. */
  readonly relativeNamespace: number
}

/** Offset just after `>` of an element's start tag. */
export function contentStartOf(tables: Tables, index: number): number {
  const { source, elements, attributes, names } = tables
  const row = index * elementStride
  const after = elements[row + elementStride + elementAttributes]!
  let at =
    after > elements[row + elementAttributes]!
      ? attributes[(after - 1) * attributeStride + attributeValueEnd]! + 1
      : elements[row + elementStart]! +
        1 +
        names[elements[row + elementName]! * nameStride + nameLength]!
  while (whitespace[source[at]!] === 1) at++
  return source[at] === 0x2f ? at + 2 : at + 1
}

/** Offset just after `>` of an element's last tag. */
export function endOf(tables: Tables, index: number): number {
  const { source, elements, names } = tables
  const row = index * elementStride
  const doubled = elements[row + elementContentEnd]!
  if ((doubled & 1) === 1) return doubled >> 1
  let at = (doubled >> 1) + 2 + names[elements[row + elementName]! * nameStride + nameLength]!
  while (source[at] !== 0x3e) at++
  return at + 1
}
