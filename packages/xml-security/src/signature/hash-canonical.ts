import type { DigestAlgorithm } from '@arna/pki'
import { canonicalBytes, type CanonicalOptions, type XmlElement } from '@arna/xml'

/** Below this a copy and one native call are cheaper than a hash that is fed in pieces. */
const smallBytes = 32 * 1024

/** The digest of the canonical form of an element. Throws XmlError when that grows beyond the limits. */
export function hashCanonical(
  digest: DigestAlgorithm,
  element: XmlElement,
  options: Omit<CanonicalOptions, 'element'>,
): Buffer {
  const { document } = element
  if (element.end - element.start < smallBytes) {
    return digest.digest(canonicalBytes(document, { ...options, element }))
  }
  const hash = digest.hash()
  document.canonicalize({ ...options, element }, (chunk) => hash.update(chunk))
  return hash.digest()
}
