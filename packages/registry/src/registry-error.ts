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

/** Of a snapshot, in one sentence; line ends in it are spaces. */
export function refusal(code: RegistryErrorCode, message: string): RegistryError {
  return new RegistryError(code, [message.replace(/\s+/g, ' ')])
}
