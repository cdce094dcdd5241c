/** The command could not do its work: one clear sentence for stderr, exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** The command line itself is wrong: one line with a suggestion, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly mistyped: Mistyped | undefined
  constructor(message: string, mistyped?: Mistyped) {
    super(message)
    this.mistyped = mistyped
  }
}

/** A word, and the words one of which was perhaps meant. */
interface Mistyped {
  readonly word: string
  readonly known: readonly string[]
  readonly prefix: '' | '--'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
