import { decodeLiteral, decodeText, decodeValue } from './decode.ts'
import type { XmlAttribute, XmlDocument, XmlElement } from './document.ts'
import { nameLocal, namePrefix, nameStride, xmlPrefix } from './names.ts'
import {
  attributeName,
  attributeNamespace,
  attributeStride,
  attributeValue,
  attributeValueEnd,
  contentStartOf,
  elementAttributes,
  elementContentEnd,
  elementName,
  elementNamespace,
  elementNext,
  elementParent,
  elementStart,
  elementStride,
  elementText,
  endOf,
  textEscaped,
  textMarked,
} from './tables.ts'
import { wellKnownValue } from './well-known-values.ts'
import type { Words } from './words.ts'

/** An element as a row of the tables. */
export class ElementView implements XmlElement {
  readonly document: XmlDocument
  readonly index: number
  private readonly words: Words

  constructor(document: XmlDocument, words: Words, index: number) {
    this.document = document
    this.words = words
    this.index = index
  }

  private column(column: number): number {
    return this.words.tables.elements[this.index * elementStride + column]!
  }

  get namespace(): string {
    return this.words.text(this.column(elementNamespace))
  }

  get prefix(): string {
    return this.words.text(this.nameColumn(namePrefix))
  }

  get localName(): string {
    return this.words.text(this.nameColumn(nameLocal))
  }

  private nameColumn(column: number): number {
    return this.words.tables.names[this.column(elementName) * nameStride + column]!
  }

  get start(): number {
    return this.column(elementStart)
  }

  get end(): number {
    return endOf(this.words.tables, this.index)
  }

  get contentStart(): number {
    return contentStartOf(this.words.tables, this.index)
  }

  get contentEnd(): number {
    return this.column(elementContentEnd) >> 1
  }

  get selfClosing(): boolean {
    return (this.column(elementContentEnd) & 1) === 1
  }

  get parent(): XmlElement | undefined {
    const parent = this.column(elementParent)
    return parent < 0 ? undefined : new ElementView(this.document, this.words, parent)
  }

  children(): XmlElement[] {
    const { elements } = this.words.tables
    const children: XmlElement[] = []
    const after = this.column(elementNext)
    for (let index = this.index + 1; index < after;) {
      children.push(new ElementView(this.document, this.words, index))
      index = elements[index * elementStride + elementNext]!
    }
    return children
  }

  attribute(namespace: string, localName: string): string | undefined {
    const { attributes, names } = this.words.tables
    for (let index = this.column(elementAttributes); index < this.attributesEnd(); index++) {
      const name = attributes[index * attributeStride + attributeName]!
      if (name < 0) continue
      const local = names[name * nameStride + nameLocal]!
      if (this.words.text(local) !== localName) continue
      const ownNamespace = attributes[index * attributeStride + attributeNamespace]!
      if (this.words.text(ownNamespace) === namespace) return this.valueAt(index)
    }
    return undefined
  }

  attributes(): XmlAttribute[] {
    const { attributes, names } = this.words.tables
    const found: XmlAttribute[] = []
    for (let index = this.column(elementAttributes); index < this.attributesEnd(); index++) {
      const name = attributes[index * attributeStride + attributeName]!
      if (name < 0) continue
      found.push({
        namespace: this.words.text(attributes[index * attributeStride + attributeNamespace]!),
        prefix: this.words.text(names[name * nameStride + namePrefix]!),
        localName: this.words.text(names[name * nameStride + nameLocal]!),
        value: this.valueAt(index),
      })
    }
    return found
  }

  private attributesEnd(): number {
    const { elements } = this.words.tables
    return elements[(this.index + 1) * elementStride + elementAttributes]!
  }

  /** The normalised value of a row of the attribute table. */
  valueAt(index: number): string {
    const { source, attributes } = this.words.tables
    const row = index * attributeStride
    const doubled = attributes[row + attributeValue]!
    const end = attributes[row + attributeValueEnd]!
    if ((doubled & 1) === 1) return decodeValue(source, doubled >> 1, end)
    return wellKnownValue(source, doubled >> 1, end) ?? source.toString('utf8', doubled >> 1, end)
  }

  text(): string {
    const { tables } = this.words
    const { source, elements } = tables
    const after = this.column(elementNext)
    let at = this.contentStart
    if (after === this.index + 1 && (this.column(elementText) & textEscaped) === 0) {
      return source.toString('utf8', at, this.contentEnd)
    }
    let text = ''
    for (let index = this.index + 1; index < after;) {
      text += this.textBetween(at, elements[index * elementStride + elementStart]!)
      at = endOf(tables, index)
      index = elements[index * elementStride + elementNext]!
    }
    return text + this.textBetween(at, this.contentEnd)
  }

  /** Text, CDATA, comments and processing instructions between two tags. */
  private textBetween(from: number, to: number): string {
    const { source } = this.words.tables
    let text = ''
    let at = from
    while (at < to) {
      const mark = markBefore(source, at, to)
      if (mark > at) text += decodeText(source, at, mark)
      if (mark >= to) break
      if (source[mark + 1] === 0x3f) {
        at = source.indexOf('?>', mark + 2) + 2
      } else if (source[mark + 2] === 0x2d) {
        at = source.indexOf('-->', mark + 4) + 3
      } else {
        const end = source.indexOf(']]>', mark + 9)
        text += decodeLiteral(source, mark + 9, end)
        at = end + 3
      }
    }
    return text
  }

  hasOnlyText(): boolean {
    if (this.column(elementNext) > this.index + 1) return false
    return (this.column(elementText) & textMarked) === 0
  }

  namespacesInScope(): Map<string, string> {
    const { elements, attributes } = this.words.tables
    const seen = new Set<number>([xmlPrefix])
    const inScope = new Map<string, string>()
    for (let index = this.index; index >= 0;) {
      const row = index * elementStride
      const end = elements[row + elementStride + elementAttributes]!
      for (let attribute = elements[row + elementAttributes]!; attribute < end; attribute++) {
        const prefix = ~attributes[attribute * attributeStride + attributeName]!
        if (prefix < 0 || seen.has(prefix)) continue
        seen.add(prefix)
        const namespace = attributes[attribute * attributeStride + attributeNamespace]!
        if (namespace > 0) {
          inScope.set(this.words.text(prefix), this.words.text(namespace))
        }
      }
      index = elements[row + elementParent]!
    }
    return inScope
  }

  /** The declarations that stand on the element itself: prefix → namespace, '' undeclares; `xml` is left out. */
  declarations(): Map<string, string> {
    const { attributes } = this.words.tables
    const declared = new Map<string, string>()
    for (let index = this.column(elementAttributes); index < this.attributesEnd(); index++) {
      const prefix = ~attributes[index * attributeStride + attributeName]!
      if (prefix < 0 || prefix === xmlPrefix) continue
      const namespace = attributes[index * attributeStride + attributeNamespace]!
      declared.set(this.words.text(prefix), this.words.text(namespace))
    }
    return declared
  }

  is(other: XmlElement): boolean {
    return this.index === other.index && this.document === other.document
  }
}

/** Short stretches are searched faster by hand than through a native call. */
const searchedByHandBytes = 48

/** The offset of the first `<` from `from` on, or `to` when there is none before it. */
function markBefore(source: Buffer, from: number, to: number): number {
  if (to - from > searchedByHandBytes) {
    // Every stretch that is asked for ends where markup begins, so the search does not run on.
    const mark = source.indexOf(0x3c, from)
    return mark < 0 || mark > to ? to : mark
  }
  let at = from
  while (at < to && source[at] !== 0x3c) at++
  return at
}
