import { type Certificate, parseCertificate } from '@arna/pki'
import type { Reading } from './reading.ts'

/** PEM text or base64 DER. */
export function readCertificate(reading: Reading): Certificate | undefined {
  const { value } = reading
  if (typeof value !== 'string') return reading.problem('write a certificate as PEM text')
  try {
    return parseCertificate(value.includes('-----') ? value : Buffer.from(value, 'base64'))
  } catch (error) {
    return reading.problem(
      `not a certificate: ${error instanceof Error ? error.message : 'unreadable'}`,
    )
  }
}
