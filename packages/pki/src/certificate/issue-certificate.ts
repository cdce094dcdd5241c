import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { algorithmForKey } from '../algorithm/signature-algorithms.ts'
import { derChildren, derContent, derTag, derWhole, readWholeDer } from '../der/read-der.ts'
import {
  bitString,
  boolean,
  der,
  integer,
  namedBits,
  oid,
  sequence,
  tagged,
  time,
} from '../der/write-der.ts'
import { PkiError } from '../pki-error.ts'
import type { Certificate, KeyPair, KeyUsage } from './certificate.ts'
import { extensionOids, keyUsages } from './extensions.ts'
import { oidOf } from './name-attributes.ts'
import { parseCertificate } from './parse-certificate.ts'

/** The fields of the Kazakh profile; they are written in the order CN, SN, serialNumber, C, O, OU, GN. */
export interface Subject {
  readonly commonName: string
  readonly surname?: string
  /** Twelve digits; written as serialNumber `IIN…`. */
  readonly iin?: string
  /** Two letters; KZ when left out. */
  readonly country?: string
  readonly organisation?: string
  /** Twelve digits; written as OU `BIN…`. */
  readonly bin?: string
  /** The profile keeps the patronymic here. */
  readonly givenName?: string
}

export interface CertificateOrder {
  /** Or the attributes one by one, as `['CN', 'X']`, in the order of the certificate. */
  readonly subject: Subject | readonly (readonly [type: string, value: string])[]
  readonly publicKey: KeyObject
  /** Who signs. */
  readonly issuer?: KeyPair
  /** For a self-signed certificate, in place of `issuer`: the private half of `publicKey`. */
  readonly issuerKey?: KeyObject
  /** Now when left out. */
  readonly notBefore?: Date
  /** `days` after `notBefore` when left out. */
  readonly notAfter?: Date
  /** 365 when left out. */
  readonly days?: number
  readonly ca?: boolean
  readonly pathLength?: number
  /** For a CA keyCertSign and cRLSign, else digitalSignature and nonRepudiation, when left out. Empty: no extension. */
  readonly keyUsage?: readonly KeyUsage[]
  /** OIDs. */
  readonly extendedKeyUsage?: readonly string[]
  /** 128 random bits when left out. */
  readonly serial?: bigint
  readonly extensions?: readonly ExtensionOrder[]
}

export interface ExtensionOrder {
  readonly oid: string
  readonly critical: boolean
  /** DER of the extension's value. */
  readonly value: Uint8Array
}

const dayMs = 24 * 60 * 60 * 1000

/**
 * Issues an X.509 v3 certificate. Throws PkiError `key-malformed` when the issuer's key cannot sign. Written in DER by
 * hand: node:crypto issues no certificates, and a general ASN.1 library would be the only dependency of this package.
 */
export async function issueCertificate(order: CertificateOrder): Promise<Certificate> {
  const issuerKey = order.issuer?.key ?? order.issuerKey
  if (issuerKey?.type !== 'private') {
    throw new PkiError('key-malformed', 'a certificate needs the private key of its issuer')
  }
  const { notBefore = new Date(), days = 365 } = order
  const { notAfter = new Date(notBefore.getTime() + days * dayMs) } = order
  const keyInfo = order.publicKey.export({ type: 'spki', format: 'der' })
  const subject = nameOf(order.subject)
  const authority = order.issuer?.certificate
  const { algorithm, hash } = signatureOf(issuerKey)
  const tbs = sequence(
    tagged(0, integer(2n)),
    integer(order.serial ?? randomSerial()),
    algorithm,
    authority === undefined ? subject : subjectBytes(authority),
    sequence(time(notBefore), time(notAfter)),
    subject,
    keyInfo,
    tagged(3, sequence(...extensionsOf(order, keyInfo, authority))),
  )
  const signature = sign(hash, tbs, issuerKey)
  return parseCertificate(sequence(tbs, algorithm, bitString(signature)))
}

/** Positive, and as long as CAs make them (RFC 5280 §4.1.2.2). */
function randomSerial(): bigint {
  return BigInt(`0x5${randomBytes(15).toString('hex')}`)
}

const signatures: Record<string, { oid: string; hash: string }> = {
  'RSA-SHA256': { oid: '1.2.840.113549.1.1.11', hash: 'sha256' },
  'ECDSA-SHA256': { oid: '1.2.840.10045.4.3.2', hash: 'sha256' },
  'ECDSA-SHA384': { oid: '1.2.840.10045.4.3.3', hash: 'sha384' },
  'ECDSA-SHA512': { oid: '1.2.840.10045.4.3.4', hash: 'sha512' },
}

function signatureOf(key: KeyObject): { algorithm: Buffer; hash: string } {
  const { name, family } = algorithmForKey(key)
  const row = signatures[name]
  if (row === undefined)
    throw new PkiError('key-malformed', `certificates are not signed with ${name}`)
  // RFC 4055 §5 wants NULL for RSA, RFC 5758 §3.2 wants nothing for ECDSA.
  const parameters = family === 'rsa' ? [der(derTag.null)] : []
  return { algorithm: sequence(oid(row.oid), ...parameters), hash: row.hash }
}

function nameOf(subject: CertificateOrder['subject']): Buffer {
  const attributes = 'commonName' in subject ? profileAttributes(subject) : subject
  return sequence(
    ...attributes.map(([type, value]) => {
      const attribute = oidOf(type)
      if (attribute === undefined) throw new TypeError(`unknown name attribute ${type}`)
      const tag = type === 'C' ? derTag.printableString : derTag.utf8String
      return der(derTag.set, sequence(oid(attribute), der(tag, Buffer.from(value))))
    }),
  )
}

function profileAttributes(subject: Subject): [string, string][] {
  const { commonName, surname, iin, country = 'KZ', organisation, bin, givenName } = subject
  const attributes: [string, string | undefined][] = [
    ['CN', commonName],
    ['SN', surname],
    ['serialNumber', iin && `IIN${iin}`],
    ['C', country],
    ['O', organisation],
    ['OU', bin && `BIN${bin}`],
    ['GN', givenName],
  ]
  return attributes.filter((attribute): attribute is [string, string] => attribute[1] !== undefined)
}

/** The issuer's name octet by octet, so that no reader can find it different. */
function subjectBytes(certificate: Certificate): Buffer {
  const fields = derChildren(derChildren(readWholeDer(certificate.der))[0]!)
  return derWhole(fields[fields[0]?.tag === 0xa0 ? 5 : 4]!)
}

function extensionsOf(
  order: CertificateOrder,
  keyInfo: Buffer,
  authority: Certificate | undefined,
): Buffer[] {
  const { ca = false, pathLength, extendedKeyUsage = [], extensions = [] } = order
  const usage =
    order.keyUsage ??
    (ca ? (['keyCertSign', 'cRLSign'] as const) : (['digitalSignature', 'nonRepudiation'] as const))
  const written: Buffer[] = []
  const add = (oidText: string, critical: boolean, value: Uint8Array): void => {
    const flag = critical ? [boolean(true)] : []
    written.push(sequence(oid(oidText), ...flag, der(derTag.octetString, value)))
  }
  if (ca) {
    const length = pathLength === undefined ? [] : [integer(BigInt(pathLength))]
    add(extensionOids.basicConstraints, true, sequence(boolean(true), ...length))
  }
  if (usage.length > 0) {
    add(extensionOids.keyUsage, true, namedBits(usage.map((name) => keyUsages.indexOf(name))))
  }
  if (extendedKeyUsage.length > 0) {
    add(extensionOids.extendedKeyUsage, false, sequence(...extendedKeyUsage.map(oid)))
  }
  const keyIdentifier = keyIdentifierOf(keyInfo)
  add(extensionOids.subjectKeyIdentifier, false, der(derTag.octetString, keyIdentifier))
  const authorityIdentifier =
    authority === undefined
      ? keyIdentifier
      : keyIdentifierOf(authority.publicKey.export({ type: 'spki', format: 'der' }))
  add(extensionOids.authorityKeyIdentifier, false, sequence(der(0x80, authorityIdentifier)))
  for (const extension of extensions) add(extension.oid, extension.critical, extension.value)
  return written
}

/** RFC 5280 §4.2.1.2 method 1: SHA-1 over the key bits; an identifier, not a protection. */
function keyIdentifierOf(keyInfo: Buffer): Buffer {
  const bits = derChildren(readWholeDer(keyInfo))[1]!
  return createHash('sha1').update(derContent(bits).subarray(1)).digest()
}
