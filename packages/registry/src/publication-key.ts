import { createHash, createPublicKey, type KeyObject } from 'node:crypto'

/** RFC 7638 thumbprint of the public half: the `kid` of snapshots, and a name to show to people. */
export function publicationKeyId(key: KeyObject): string {
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new TypeError('a publication key is an Ed25519 key')
  }
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })
  const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })
  return createHash('sha256').update(members).digest('base64url')
}
