export type PkiErrorCode =
  | 'certificate-malformed'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-untrusted'
  | 'certificate-usage'
  | 'certificate-subject'
  | 'key-malformed'

/** The message is a sentence that may be shown to the other party: it names certificates, never keys or files. */
export class PkiError extends Error {
  override readonly name = 'PkiError'
  readonly code: PkiErrorCode
  constructor(code: PkiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
