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

/** The system's codes, such as ENOENT: of the error itself, its cause, and the attempts that it sums up. */
export function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const inner = [error.cause, ...(error instanceof AggregateError ? error.errors : [])]
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return [...own, ...inner.flatMap(codesOf)]
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
