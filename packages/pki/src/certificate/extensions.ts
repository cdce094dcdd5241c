import {
  DerError,
  type DerElement,
  derBoolean,
  derChildren,
  derContent,
  derInteger,
  derOid,
  derTag,
  expectTag,
  readWholeDer,
} from '../der/read-der.ts'
import type { KeyUsage } from './certificate.ts'

export interface Extensions {
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined
  readonly extendedKeyUsage: readonly string[]
  readonly ca: boolean
  readonly pathLength: number | undefined
  readonly unknownCritical: readonly string[]
}

export const extensionOids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
}

/** In the order of their bits (RFC 5280 §4.2.1.3). */
export const keyUsages: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
]

/** Extensions that may be critical because we act on them, or because they restrict nothing that we do. */
const understood = new Set([
  extensionOids.keyUsage,
  extensionOids.basicConstraints,
  extensionOids.extendedKeyUsage,
  extensionOids.subjectAlternativeName,
  extensionOids.certificatePolicies,
  extensionOids.subjectKeyIdentifier,
  extensionOids.authorityKeyIdentifier,
])

/** `element` is the SEQUENCE OF Extension, undefined when there is none. Throws DerError. */
export function readExtensions(element: DerElement | undefined): Extensions {
  const values = new Map<string, DerElement>()
  const unknownCritical: string[] = []
  for (const extension of element === undefined
    ? []
    : derChildren(expectTag(element, derTag.sequence))) {
    const parts = derChildren(expectTag(extension, derTag.sequence))
    const oid = derOid(parts[0])
    const critical = parts.length === 3 && derBoolean(parts[1])
    if (parts.length < 2 || parts.length > 3) throw new DerError(`extension ${oid}`)
    if (values.has(oid)) throw new DerError(`extension ${oid} stands twice`)
    values.set(oid, readWholeDer(derContent(expectTag(parts.at(-1), derTag.octetString))))
    // Name constraints bind whether or not somebody marked them critical, and we do not evaluate them.
    if ((critical && !understood.has(oid)) || oid === extensionOids.nameConstraints) {
      unknownCritical.push(oid)
    }
  }
  return {
    keyUsage: readKeyUsage(values.get(extensionOids.keyUsage)),
    extendedKeyUsage: readExtendedKeyUsage(values.get(extensionOids.extendedKeyUsage)),
    ...readBasicConstraints(values.get(extensionOids.basicConstraints)),
    unknownCritical,
  }
}

function readKeyUsage(element: DerElement | undefined): ReadonlySet<KeyUsage> | undefined {
  if (element === undefined) return undefined
  const bits = derContent(expectTag(element, derTag.bitString)).subarray(1)
  return new Set(keyUsages.filter((_, bit) => ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0))
}

function readExtendedKeyUsage(element: DerElement | undefined): readonly string[] {
  return element === undefined ? [] : derChildren(expectTag(element, derTag.sequence)).map(derOid)
}

function readBasicConstraints(
  element: DerElement | undefined,
): Pick<Extensions, 'ca' | 'pathLength'> {
  const parts = element === undefined ? [] : derChildren(expectTag(element, derTag.sequence))
  const ca = parts[0]?.tag === derTag.boolean && derBoolean(parts[0])
  const length = parts.find((part) => part.tag === derTag.integer)
  return { ca, pathLength: length === undefined ? undefined : Number(derInteger(length)) }
}
