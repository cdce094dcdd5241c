import { readFileSync, statSync } from 'node:fs'
import { SecretError } from './secret-error.ts'

/** The operator's key that seals the secrets of providers. */
export interface SecretKey {
  readonly octets: Buffer
  /** The file, for messages to the operator. */
  readonly path: string
}

/** A file of 64 hexadecimal digits, its owner's only. Throws SecretError. */
export function readSecretKey(path: string): SecretKey {
  const text = readText(path).trim()
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new SecretError(
      `the secret key file ${path} must hold 64 hexadecimal digits: arna keys new --kind hex256 makes one`,
    )
  }
  return { octets: Buffer.from(text, 'hex'), path }
}

function readText(path: string): string {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new SecretError(
        `the secret key file ${path} can be read by others: chmod 600 it, and change the key if somebody did`,
      )
    }
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof SecretError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new SecretError(`the secret key file ${path} cannot be read: ${why}`)
  }
}
