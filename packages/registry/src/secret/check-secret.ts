import {
  type Certificate,
  keyBelongsTo,
  parseCertificates,
  PkiError,
  readPrivateKey,
} from '@arna/pki'
import { SecretError } from './secret-error.ts'

const largest = 64 * 1024

/**
 * A password or token: one line. Or PEM with a private key and its certificate, others behind it. What is wrong is said
 * without a word of the value. Throws SecretError.
 */
export function checkSecret(value: string): void {
  if (value === '') throw new SecretError('the secret is empty')
  if (value.length > largest) throw new SecretError(`a secret has at most ${largest} characters`)
  if (value.includes('-----BEGIN ')) {
    checkClientCertificate(value)
  } else if (/[\p{Cc}\u2028\u2029]/u.test(value)) {
    throw new SecretError(
      'a password or token is one line without control characters; a client certificate is PEM',
    )
  }
}

function checkClientCertificate(pem: string): void {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
    throw new SecretError(
      'the private key is encrypted with a passphrase, which the gateway does not know: open it first, for instance with openssl pkey -in FILE',
    )
  }
  const keys = pem.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----/g) ?? []
  if (keys.length !== 1) {
    throw new SecretError(
      `a client certificate is one private key with its certificate, and here are ${keys.length} keys`,
    )
  }
  const [certificate] = certificatesOf(pem)
  if (certificate === undefined) {
    throw new SecretError('the certificate of the private key is missing: put both into one PEM')
  }
  try {
    if (keyBelongsTo(readPrivateKey(keyPem(pem)), certificate)) return
  } catch (error) {
    if (error instanceof PkiError) throw new SecretError(error.message)
    throw error
  }
  throw new SecretError(
    `the private key does not belong to the first certificate (${certificate.subject}): the certificate of the key comes first, its authorities behind it`,
  )
}

function certificatesOf(pem: string): Certificate[] {
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) return []
  try {
    return parseCertificates(pem)
  } catch (error) {
    if (error instanceof PkiError) throw new SecretError(error.message)
    throw error
  }
}

const keyPem = (pem: string): string =>
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?-----END [A-Z ]*PRIVATE KEY-----/.exec(pem)?.[0] ?? ''
