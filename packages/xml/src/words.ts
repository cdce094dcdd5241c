import { bytesOf, namespaceRanks } from './namespace-order.ts'
import type { Tables } from './tables.ts'

/** The strings behind the numbers of the tables; what somebody asked for once is kept. */
export class Words {
  readonly tables: Tables
  private readonly texts: (string | undefined)[] = []
  private ranks: Int32Array | undefined

  constructor(tables: Tables) {
    this.tables = tables
  }

  /** A name, part of a name, or namespace. */
  text(id: number): string {
    const known = this.texts[id]
    if (known !== undefined) return known
    const text = bytesOf(this.tables, id).toString()
    this.texts[id] = text
    return text
  }

  /** See `namespaceRanks`. */
  namespaceRanks(): Int32Array {
    this.ranks ??= namespaceRanks(this.tables)
    return this.ranks
  }
}
