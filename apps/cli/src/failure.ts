/** The command could not do its work: one clear sentence for stderr, exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** The command line itself is wrong: one line with a suggestion, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
