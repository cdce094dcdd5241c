import { hash, type KeyObject, X509Certificate } from 'node:crypto'
import { gostNotSupported, isGostOid } from '../algorithm/gost.ts'
import {
  DerError,
  derChildren,
  derContent,
  derInteger,
  derOid,
  derTag,
  derTime,
  derWhole,
  expectTag,
  readWholeDer,
} from '../der/read-der.ts'
import { PkiError } from '../pki-error.ts'
import type { Certificate } from './certificate.ts'
import { formatName, readName } from './distinguished-name.ts'
import { readExtensions } from './extensions.ts'
import { readSubjectIdentity } from './subject-identity.ts'

/** No CA issues a signing certificate of this size; the sender chooses what we parse. */
const mostOctets = 64 * 1024

/** DER, or PEM with exactly one certificate. Throws PkiError `certificate-malformed`. */
export function parseCertificate(input: Uint8Array | string): Certificate {
  if (typeof input !== 'string' && input[0] === derTag.sequence) return parseDer(Buffer.from(input))
  const text = typeof input === 'string' ? input : Buffer.from(input).toString('latin1')
  const [certificate, ...more] = parseCertificates(text)
  if (more.length > 0) throw malformed('the PEM holds several certificates where one is expected')
  return certificate!
}

/** All certificates of a PEM text, at least one; text between them and other PEM blocks are skipped. */
export function parseCertificates(pem: string): Certificate[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g)
  const certificates = Array.from(blocks, ([, base64]) => parseDer(Buffer.from(base64!, 'base64')))
  if (certificates.length === 0) throw malformed('neither DER nor PEM')
  return certificates
}

function parseDer(der: Buffer): Certificate {
  if (der.length > mostOctets) throw malformed(`larger than ${mostOctets} octets`)
  try {
    return readCertificate(der)
  } catch (error) {
    if (error instanceof DerError) throw malformed(error.message, { cause: error })
    throw error
  }
}

function readCertificate(der: Buffer): Certificate {
  const [tbs, outerAlgorithm, signature, ...rest] = derChildren(
    expectTag(readWholeDer(der), derTag.sequence),
  )
  expectTag(signature, derTag.bitString)
  if (rest.length > 0) throw new DerError('something follows the signature')
  const fields = derChildren(expectTag(tbs, derTag.sequence))
  if (fields[0]?.tag === 0xa0) fields.shift()
  const [serialNumber, innerAlgorithm, issuer, validity, subject, keyInfo, ...optional] = fields
  if (
    !derWhole(expectTag(outerAlgorithm, derTag.sequence)).equals(
      derWhole(expectTag(innerAlgorithm, derTag.sequence)),
    )
  ) {
    throw new DerError('the signature algorithm inside and outside differ')
  }
  const [notBefore, notAfter] = derChildren(expectTag(validity, derTag.sequence)).map(derTime)
  if (notBefore === undefined || notAfter === undefined) throw new DerError('the validity')
  const extensions = optional.find((field) => field.tag === 0xa3)
  const issuerName = readName(expectTag(issuer, derTag.sequence))
  const subjectName = readName(expectTag(subject, derTag.sequence))
  const { problem, ...identity } = readSubjectIdentity(subjectName)
  const [signatureOid, signatureParameters] = derChildren(innerAlgorithm!)
  const keyFields = derChildren(expectTag(keyInfo, derTag.sequence))
  const keyAlgorithm = derOid(derChildren(expectTag(keyFields[0], derTag.sequence))[0])
  const serial = derInteger(serialNumber)
  return certificateOf({
    der,
    sha256: hash('sha256', der),
    subject: formatName(subjectName),
    issuer: formatName(issuerName),
    subjectName,
    issuerName,
    serial: serial.toString(),
    notBefore,
    notAfter,
    keyAlgorithm,
    signatureAlgorithm: {
      oid: derOid(signatureOid),
      parameters: signatureParameters && derWhole(signatureParameters),
    },
    ...identity,
    subjectProblem: problem,
    ...readExtensions(extensions && readWholeDer(derContent(extensions))),
  })
}

/** The key and the PEM are made when first asked for: most certificates are looked up, not verified with. */
function certificateOf(fields: Omit<Certificate, 'pem' | 'publicKey'>): Certificate {
  let key: KeyObject | undefined
  return {
    ...fields,
    get publicKey() {
      key ??= readPublicKey(fields)
      return key
    },
    get pem() {
      const lines = fields.der.toString('base64').match(/.{1,64}/g) ?? []
      return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
    },
  }
}

function readPublicKey(
  certificate: Pick<Certificate, 'der' | 'subject' | 'keyAlgorithm'>,
): KeyObject {
  try {
    return new X509Certificate(certificate.der).publicKey
  } catch (error) {
    if (isGostOid(certificate.keyAlgorithm)) {
      throw new PkiError(
        'key-malformed',
        `${gostNotSupported} (the certificate of ${certificate.subject} has a key of algorithm ${certificate.keyAlgorithm})`,
        { cause: error },
      )
    }
    throw new PkiError(
      'key-malformed',
      `the public key of ${certificate.subject} (algorithm ${certificate.keyAlgorithm}) is malformed or of a kind that is not supported`,
      { cause: error },
    )
  }
}

function malformed(why: string, options?: ErrorOptions): PkiError {
  return new PkiError('certificate-malformed', `the certificate cannot be read: ${why}`, options)
}
