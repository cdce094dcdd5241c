import { canonicalizeScanned } from './canonicalize.ts'
import type { CanonicalOptions, XmlDocument, XmlElement } from './document.ts'
import { ElementView } from './element-view.ts'
import { nameLength, nameOffset, nameStride } from './names.ts'
import { namespaceRanks } from './namespace-order.ts'
import type { Tables } from './tables.ts'

/** A document read by our scanner: tables of numbers, and views on them made when somebody looks. */
export class ScannedDocument implements XmlDocument {
  readonly bytes: Uint8Array
  readonly tables: Tables
  private strings: (string | undefined)[] = []
  private ranks: Int32Array | undefined
  private elementsById: Map<string, XmlElement[]> | undefined

  constructor(bytes: Uint8Array, tables: Tables) {
    this.bytes = bytes
    this.tables = tables
  }

  get root(): ElementView {
    return new ElementView(this, 0)
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
    return new ElementView(this, index)
  }

  ids(): ReadonlyMap<string, readonly XmlElement[]> {
    if (this.elementsById === undefined) {
      this.elementsById = new Map()
      const { ids } = this.tables
      for (let at = 0; at < ids.length; at += 2) {
        const element = new ElementView(this, ids[at]!)
        const value = element.valueAt(ids[at + 1]!)
        const others = this.elementsById.get(value)
        if (others === undefined) this.elementsById.set(value, [element])
        else if (others.at(-1)!.index !== element.index) others.push(element)
      }
    }
    return this.elementsById
  }

  canonicalize(options: CanonicalOptions, write: (chunk: Uint8Array) => void): void {
    canonicalizeScanned(this, options, write)
  }

  /** The text of a name or namespace, decoded once. */
  string(id: number): string {
    const known = this.strings[id]
    if (known !== undefined) return known
    const { names, source, aside } = this.tables
    const offset = names[id * nameStride + nameOffset]!
    const length = names[id * nameStride + nameLength]!
    const text =
      offset < 0
        ? aside.toString('utf8', ~offset, ~offset + length)
        : source.toString('utf8', offset, offset + length)
    this.strings[id] = text
    return text
  }

  /** See `namespaceRanks`: made when somebody first asks. */
  namespaceRanks(): Int32Array {
    this.ranks ??= namespaceRanks(this.tables)
    return this.ranks
  }
}
