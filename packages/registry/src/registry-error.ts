export type RegistryErrorCode =
  | 'registry-malformed'
  | 'snapshot-malformed'
  | 'snapshot-key-unknown'
  | 'snapshot-signature-wrong'
  | 'snapshot-elsewhere'
  | 'snapshot-not-newer'
  | 'snapshot-rolled-back'
  | 'nothing-published'

/** The registry or its snapshot is refused as a whole; `problems` has a line for each thing to mend. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
  readonly code: RegistryErrorCode
  readonly problems: readonly string[]
  constructor(code: RegistryErrorCode, problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options)
    this.code = code
    this.problems = problems
  }
}

/** Nobody mends more in one go, and a log or terminal must not drown. */
const mostProblems = 100

/** A line for each, of which the first ones are told and the others counted. */
export function told(problems: readonly string[]): string[] {
  const more = problems.length - mostProblems
  if (more <= 0) return [...problems]
  return [...problems.slice(0, mostProblems), `… and ${more} problems more`]
}

/** Of a snapshot, in one sentence; line ends in it are spaces. */
export function refusal(code: RegistryErrorCode, message: string): RegistryError {
  return new RegistryError(code, [message.replace(/\s+/g, ' ')])
}
