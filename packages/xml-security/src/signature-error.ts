export type SignatureErrorCode =
  | 'signature-missing'
  | 'signature-malformed'
  | 'signature-ambiguous'
  | 'signature-algorithm-refused'
  | 'signature-not-over-body'
  | 'signature-timestamp'
  | 'signature-digest-mismatch'
  | 'signature-value-mismatch'
  | 'key-reference-unreadable'

/** The message is a sentence for the developer of the other system; `hint` tells how to mend it in common stacks. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError'
  readonly code: SignatureErrorCode
  readonly hint: string | undefined
  constructor(
    code: SignatureErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.hint = options.hint
  }
}

export function malformed(message: string): SignatureError {
  return new SignatureError('signature-malformed', message)
}
