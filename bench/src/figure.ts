import type { Sender } from './messages.ts'
import type { Row } from './row.ts'

/** What figures work with. */
export interface Bench {
  /** For what is built and written; removed at the end. */
  readonly folder: string
  readonly sender: Sender
  /** Whether the row was asked for. */
  wanted(id: string): boolean
}

export interface Figure {
  /** The rows that it can give. */
  readonly ids: readonly string[]
  measure(bench: Bench): Promise<Row[]>
}
