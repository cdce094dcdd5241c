/** A secret, or the key that seals it, is not usable. The message names the secret, never its value. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
}
