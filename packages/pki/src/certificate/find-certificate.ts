import type { Certificate } from './certificate.ts'
import { issuerKey } from './same-issuer.ts'

/**
 * The certificates that an X509IssuerSerial means: at most one when the CA numbers honestly. `serial` is decimal as on
 * the wire; spaces around it and leading zeros are tolerated. Empty when either text cannot be read.
 */
export function findByIssuerSerial(
  certificates: Iterable<Certificate>,
  issuer: string,
  serial: string,
): Certificate[] {
  const number = /^\s*(-?)0*(\d+)\s*$/.exec(serial)
  const key = issuerKey(issuer)
  if (number === null || key === undefined) return []
  const decimal = `${number[1]}${number[2]}`
  return Array.from(certificates).filter(
    (certificate) => certificate.serial === decimal && issuerKey(certificate.issuer) === key,
  )
}
