/** What can be wrong with a database before the first statement runs. */
export type DatabaseErrorCode =
  | 'already-running'
  | 'binaries-incomplete'
  | 'data-broken'
  | 'data-of-another-version'
  | 'disk-full'
  | 'memory-short'
  | 'migration-failed'
  | 'migration-order'
  | 'migration-changed'
  | 'migration-unknown'
  | 'not-allowed'
  | 'not-runnable-here'
  | 'password-missing'
  | 'port-taken'
  | 'socket-refused'
  | 'start-failed'
  | 'unreachable'
  | 'unsupported-platform'
  | 'url-malformed'
  | 'wrong-owner'

/** Its message is one sentence for the operator: what is wrong and the way out. It never holds a password. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: DatabaseErrorCode

  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
