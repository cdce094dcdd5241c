import { canonicalizeScanned } from './canonicalize.ts'
import { decodeValue } from './decode.ts'
import type { CanonicalOptions, XmlDocument, XmlElement } from './document.ts'
import { ElementView } from './element-view.ts'
import { attributeStride, attributeValue, attributeValueEnd, type Tables } from './tables.ts'
import { Words } from './words.ts'

/** A document read by our scanner: tables of numbers, and views on them made when somebody looks. */
export class ScannedDocument implements XmlDocument {
  readonly bytes: Uint8Array
  readonly tables: Tables
  private readonly words: Words
  private elementsById: Map<string, XmlElement[]> | undefined

  constructor(bytes: Uint8Array, tables: Tables) {
    this.bytes = bytes
    this.tables = tables
    this.words = new Words(tables)
  }

  get root(): ElementView {
    return new ElementView(this, this.words, 0)
  }

  get elementCount(): number {
    return this.tables.elementCount
  }

  get hasProcessingInstruction(): boolean {
    return this.tables.hasProcessingInstruction
  }

  element(index: number): ElementView {
    if (!Number.isInteger(index) || index < 0 || index >= this.tables.elementCount) {
      throw new RangeError(`there is no element ${index} in a document of ${this.elementCount}`)
    }
    return new ElementView(this, this.words, index)
  }

  ids(): ReadonlyMap<string, readonly XmlElement[]> {
    this.elementsById ??= this.collectIds()
    return this.elementsById
  }

  private collectIds(): Map<string, XmlElement[]> {
    const found = new Map<string, XmlElement[]>()
    const { ids } = this.tables
    for (let at = 0; at < ids.length; at += 2) {
      const element = new ElementView(this, this.words, ids[at]!)
      const value = element.valueAt(ids[at + 1]!)
      const others = found.get(value)
      if (others === undefined) found.set(value, [element])
      else if (others.at(-1)!.index !== element.index) others.push(element)
    }
    return found
  }

  withId(id: string): readonly XmlElement[] {
    if (this.elementsById !== undefined) return this.elementsById.get(id) ?? []
    const found: XmlElement[] = []
    const wanted = Buffer.from(id)
    const { ids } = this.tables
    for (let at = 0; at < ids.length; at += 2) {
      if (!this.valueIs(ids[at + 1]!, wanted, id)) continue
      const index = ids[at]!
      if (found.at(-1)?.index !== index) found.push(new ElementView(this, this.words, index))
    }
    return found
  }

  /** Compares bytes where the value stands as it is: a payload may have an id on each of its records. */
  private valueIs(attribute: number, wanted: Buffer, text: string): boolean {
    const { source, attributes } = this.tables
    const row = attribute * attributeStride
    const from = attributes[row + attributeValue]! >> 1
    const to = attributes[row + attributeValueEnd]!
    const isWritten = (attributes[row + attributeValue]! & 1) === 0
    if (isWritten && to - from !== wanted.length) return false
    if (isWritten) return source.compare(wanted, 0, wanted.length, from, to) === 0
    return decodeValue(source, from, to) === text
  }

  canonicalize(options: CanonicalOptions, write: (chunk: Uint8Array) => void): void {
    const apex = this.indexOf(options.element)
    const omit = this.indexOf(options.omit)
    canonicalizeScanned(this.words, options, apex, omit, write)
  }

  private indexOf(element: XmlElement | undefined): number {
    if (element === undefined) return -1
    if (element.document !== this) throw new TypeError('the element belongs to another document')
    return element.index
  }
}
