import { X509Certificate } from 'node:crypto'
import { isStrongKey } from '../algorithm/key-strength.ts'
import { derChildren, derOid, readDer } from '../der/read-der.ts'
import { PkiError } from '../pki-error.ts'
import type { Certificate } from './certificate.ts'
import { orderedNameKey } from './same-issuer.ts'

export interface ChainSources {
  readonly anchors: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
  readonly at: Date
}

/** Kazakh chains have three certificates; the search ends here whatever cross-certificates the operator gives. */
const longestChain = 8
const mostSignatureChecks = 64

/**
 * The first path from the certificate to an anchor on which every issuer is named by the certificate below it, has
 * signed it, may do so, and is valid (RFC 5280 §6.1 without policies). Throws PkiError `certificate-untrusted`.
 */
export function buildChain(certificate: Certificate, sources: ChainSources): Certificate[] {
  const search: Search = { ...sources, checksLeft: mostSignatureChecks, reasons: [] }
  const chain = extend([certificate], search)
  if (chain !== undefined) return chain
  const why =
    search.reasons[0] ??
    (isSelfIssued(certificate)
      ? 'it is issued by itself and is none of the trusted certificates'
      : `no trusted certificate belongs to its issuer ${certificate.issuer}`)
  throw new PkiError(
    'certificate-untrusted',
    `the certificate ${certificate.serial} is not trusted: ${why}`,
  )
}

interface Search extends ChainSources {
  checksLeft: number
  /** Why candidates were refused, the first is told. */
  readonly reasons: string[]
}

function extend(chain: readonly Certificate[], search: Search): Certificate[] | undefined {
  const last = chain.at(-1)!
  if (chain.length >= longestChain) {
    search.reasons.push(`the chain is longer than ${longestChain} certificates`)
    return undefined
  }
  const issuerName = orderedNameKey(last.issuerName)
  const candidates = [
    ...search.anchors.map((issuer) => ({ issuer, isAnchor: true })),
    ...search.intermediates.map((issuer) => ({ issuer, isAnchor: false })),
  ]
  for (const { issuer, isAnchor } of candidates) {
    if (orderedNameKey(issuer.subjectName) !== issuerName) continue
    if (chain.some(({ sha256 }) => sha256 === issuer.sha256)) continue
    const reason = refusal(chain, issuer, search)
    if (reason !== undefined) {
      search.reasons.push(reason)
      continue
    }
    const longer = [...chain, issuer]
    const found = isAnchor ? longer : extend(longer, search)
    if (found !== undefined) return found
  }
  return undefined
}

/** Why `issuer` may not stand above `chain`; undefined when it may. Cheap questions first. */
function refusal(
  chain: readonly Certificate[],
  issuer: Certificate,
  search: Search,
): string | undefined {
  const named = `its issuer ${issuer.subject} (${issuer.serial})`
  if (search.at < issuer.notBefore)
    return `${named} is valid only from ${issuer.notBefore.toISOString()}`
  if (search.at > issuer.notAfter) return `${named} expired at ${issuer.notAfter.toISOString()}`
  if (!issuer.ca) return `${named} is no CA`
  if (issuer.keyUsage !== undefined && !issuer.keyUsage.has('keyCertSign')) {
    return `${named} may not sign certificates`
  }
  if (issuer.unknownCritical.length > 0) {
    return `${named} has critical extensions that are not understood: ${issuer.unknownCritical.join(', ')}`
  }
  // Self-issued certificates (key roll-over) do not count (RFC 5280 §4.2.1.9); the first of the chain never does.
  const below = chain.slice(1).filter((certificate) => !isSelfIssued(certificate)).length
  if (issuer.pathLength !== undefined && below > issuer.pathLength) {
    return `${named} allows ${issuer.pathLength} CAs below it and there are ${below}`
  }
  const signed = chain.at(-1)!
  if (!isStrongSignature(signed)) {
    return `it is signed with an algorithm that is not accepted (${signed.signatureAlgorithm.oid})`
  }
  if (search.checksLeft-- <= 0) return 'too many candidates for its issuer'
  return isSignedBy(signed, issuer) ? undefined : `${named} has not signed it`
}

function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  try {
    const key = issuer.publicKey
    return isStrongKey(key) && new X509Certificate(certificate.der).verify(key)
  } catch {
    return false
  }
}

function isSelfIssued(certificate: Certificate): boolean {
  return orderedNameKey(certificate.subjectName) === orderedNameKey(certificate.issuerName)
}

const rsassaPss = '1.2.840.113549.1.1.10'
const strongSignatures = new Set([
  '1.2.840.113549.1.1.11', // sha256WithRSAEncryption, then 384 and 512
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2', // ecdsa-with-SHA256, then 384 and 512
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
])
const strongHashes = new Set([
  '2.16.840.1.101.3.4.2.1',
  '2.16.840.1.101.3.4.2.2',
  '2.16.840.1.101.3.4.2.3',
])

function isStrongSignature({ signatureAlgorithm: { oid, parameters } }: Certificate): boolean {
  if (oid !== rsassaPss) return strongSignatures.has(oid)
  if (parameters === undefined) return false
  // RSASSA-PSS-params: [0] hashAlgorithm, SHA-1 when it is left out (RFC 4055 §3.1).
  try {
    const hash = derChildren(readDer(parameters)).find(({ tag }) => tag === 0xa0)
    return hash !== undefined && strongHashes.has(derOid(derChildren(derChildren(hash)[0]!)[0]))
  } catch {
    return false
  }
}
