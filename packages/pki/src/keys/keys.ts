import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { isStrongKey } from '../algorithm/key-strength.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { PkiError } from '../pki-error.ts'

export type KeyKind = 'rsa2048' | 'rsa3072' | 'rsa4096' | 'p256' | 'p384' | 'p521'

const generate = promisify(generateKeyPair)

export function generateKey(
  kind: KeyKind,
): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  return kind.startsWith('rsa')
    ? generate('rsa', { modulusLength: Number(kind.slice('rsa'.length)) })
    : generate('ec', { namedCurve: `P-${kind.slice('p'.length)}` })
}

/**
 * A private key from PEM (PKCS#8, encrypted PKCS#8, PKCS#1, SEC 1) or PKCS#8 DER. Throws PkiError `key-malformed`; its
 * message tells a wrong passphrase from a wrong file and never quotes either.
 */
export function readPrivateKey(input: string | Uint8Array, passphrase?: string): KeyObject {
  const key = openPrivateKey(input, passphrase)
  if (!isStrongKey(key)) {
    throw new PkiError(
      'key-malformed',
      'the private key is too weak or of an unsupported kind: use RSA of 2048 to 8192 bits, or EC on P-256, P-384 or P-521',
    )
  }
  return key
}

function openPrivateKey(input: string | Uint8Array, passphrase: string | undefined): KeyObject {
  const octets = typeof input === 'string' ? Buffer.from(input) : Buffer.from(input)
  const text = octets.toString('latin1')
  const isPem = text.includes('-----BEGIN ')
  if (isPem && !text.includes('PRIVATE KEY-----')) {
    throw new PkiError(
      'key-malformed',
      'the PEM holds no private key: give the key file, not the certificate',
    )
  }
  const isEncrypted = text.includes('ENCRYPTED')
  if (isEncrypted && passphrase === undefined) {
    throw new PkiError('key-malformed', 'the private key is encrypted and no passphrase is given')
  }
  try {
    return isPem
      ? createPrivateKey({ key: octets, format: 'pem', ...(isEncrypted && { passphrase }) })
      : createPrivateKey({
          key: octets,
          format: 'der',
          type: 'pkcs8',
          ...(passphrase !== undefined && { passphrase }),
        })
  } catch (error) {
    throw new PkiError(
      'key-malformed',
      passphrase === undefined
        ? 'the private key cannot be read: it is neither PEM nor PKCS#8 DER of a supported kind'
        : 'the private key cannot be opened: the passphrase is wrong or the file is damaged',
      { cause: error },
    )
  }
}

/** Whether the certificate was issued for this private key. */
export function keyBelongsTo(key: KeyObject, certificate: Certificate): boolean {
  return createPublicKey(key).equals(certificate.publicKey)
}
