import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { SecretError } from './secret-error.ts'
import type { SecretKey } from './secret-key.ts'

export interface SecretVersion {
  readonly name: string
  /** Counts from 1 for each name. */
  readonly version: number
}

const nonceBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM: nonce, ciphertext, tag. Name and version are covered, so that nobody with the database alone can put one
 * secret in the place of another, or bring an old one back as new. Nonces are random: a key seals some thousands of
 * secrets in its life, far below the 2^32 of NIST SP 800-38D.
 */
export function sealSecret(value: string, version: SecretVersion, key: SecretKey): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key.octets, nonce, { authTagLength: tagBytes })
  cipher.setAAD(covered(version))
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, text, cipher.getAuthTag()])
}

/** Throws SecretError. */
export function openSecret(sealed: Buffer, version: SecretVersion, key: SecretKey): string {
  try {
    const nonce = sealed.subarray(0, nonceBytes)
    const decipher = createDecipheriv('aes-256-gcm', key.octets, nonce, { authTagLength: tagBytes })
    decipher.setAAD(covered(version))
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
    const text = sealed.subarray(nonceBytes, sealed.length - tagBytes)
    return Buffer.concat([decipher.update(text), decipher.final()]).toString()
  } catch {
    // Whatever node:crypto says is the same to its reader, and must not quote what it read.
    throw new SecretError(
      `the secret ${version.name} (version ${version.version}) cannot be opened with the key of ${key.path}: it was sealed with another key, or altered. Give the right key file, or set the secret again`,
    )
  }
}

const covered = ({ name, version }: SecretVersion): Buffer => Buffer.from(`${name}\0${version}`)
