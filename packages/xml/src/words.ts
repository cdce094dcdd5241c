import { fixedStrings, nameLength, nameStride } from './names.ts'
import { bytesOf, namespaceRanks } from './namespace-order.ts'
import type { Tables } from './tables.ts'

/** Up to here one string for the whole source, cut into names, is cheaper than a native call for each name. */
const cutUpToBytes = 64 * 1024

/** The strings behind the numbers of the tables; what somebody asked for once is kept. */
export class Words {
  readonly tables: Tables
  /** By id, without those of the fixed names. */
  private readonly texts: (string | undefined)[] = []
  private whole: string | undefined
  private ranks: Int32Array | undefined

  constructor(tables: Tables) {
    this.tables = tables
  }

  /** A name, part of a name, or namespace. */
  text(id: number): string {
    if (id < fixedStrings.length) return fixedStrings[id]!
    const own = id - fixedStrings.length
    const known = this.texts[own]
    if (known !== undefined) return known
    const text = this.cut(id) ?? bytesOf(this.tables, id).toString()
    this.texts[own] = text
    return text
  }

  /** A name of ASCII that stands in the source of a small document. */
  private cut(id: number): string | undefined {
    const { source, names } = this.tables
    const from = names[id * nameStride]!
    if (from < 0 || source.length > cutUpToBytes) return undefined
    const to = from + names[id * nameStride + nameLength]!
    let bits = 0
    for (let at = from; at < to; at++) bits |= source[at]!
    if (bits > 0x7f) return undefined
    const whole = (this.whole ??= source.toString('latin1'))
    return whole.slice(from, to)
  }

  /** See `namespaceRanks`. */
  namespaceRanks(): Int32Array {
    this.ranks ??= namespaceRanks(this.tables)
    return this.ranks
  }
}
