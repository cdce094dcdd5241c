import { createSecretKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { keyBelongsTo, parseCertificate, readPrivateKey } from '@arna/pki'
import type { SigningKey } from '@arna/xml-security'

/** What the gateway signs with. Throws Error that names the file which is to be mended. */
export function readSigner(certificatePath: string, keyPath: string): SigningKey {
  const certificate = reading('certificate', certificatePath, parseCertificate)
  const key = reading('key', keyPath, readPrivateKey)
  if (!keyBelongsTo(key, certificate)) {
    throw new Error(
      `${certificatePath} is not the certificate of the key ${keyPath}: nobody could verify the answers`,
    )
  }
  return { key, certificate, reference: 'KeyIdentifier' }
}

/** A file of 64 hexadecimal digits: with less the masks of passwords could be undone by guessing. */
export function readMaskKey(path: string): KeyObject {
  const text = reading('mask key', path, String).trim()
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new Error(
      `the gateway's mask key ${path} must hold 64 hexadecimal digits: arna keys new --kind hex256 makes one`,
    )
  }
  return createSecretKey(text, 'hex')
}

function reading<Read>(what: string, path: string, read: (bytes: Buffer) => Read): Read {
  try {
    return read(readFileSync(path))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`the gateway's ${what} ${path} cannot be read: ${why}`, { cause: error })
  }
}
