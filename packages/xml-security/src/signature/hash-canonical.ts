import type { DigestAlgorithm } from '@arna/pki'
import {
  canonicalBytes,
  type CanonicalOptions,
  type XmlDocument,
  type XmlElement,
  XmlError,
} from '@arna/xml'
import { malformed } from '../signature-error.ts'

/** Below this a copy and one native call are cheaper than a hash that is fed in pieces. */
const smallBytes = 32 * 1024

/** The digest of a canonical form. Throws SignatureError `signature-malformed` when it grows beyond the limits. */
export function hashCanonical(
  digest: DigestAlgorithm,
  document: XmlDocument,
  options: CanonicalOptions,
): Buffer {
  const { start, end } = options.element ?? document.root
  if (end - start < smallBytes) return digest.digest(canonicalOf(document, options))
  const hash = digest.hash()
  withinLimits(() => document.canonicalize(options, (chunk) => hash.update(chunk)))
  return hash.digest()
}

/** The canonical form of what is signed. Throws SignatureError `signature-malformed` when it grows beyond the limits. */
export function canonicalOf(document: XmlDocument, options: CanonicalOptions): Buffer {
  return withinLimits(() => canonicalBytes(document, options))
}

/** SignedInfo or whatever else stands as an element, by the exclusive method of the profile. */
export function exclusiveOptions(
  element: XmlElement,
  inclusivePrefixes: readonly string[] | undefined,
): CanonicalOptions {
  return { method: 'exc-c14n', element, ...(inclusivePrefixes && { inclusivePrefixes }) }
}

function withinLimits<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof XmlError) throw malformed(error.message)
    throw error
  }
}
