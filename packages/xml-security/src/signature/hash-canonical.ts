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
/** Below this the canonical form nearly always comes as one chunk. */
const smallestBytes = 4 * 1024

/**
 * The digest of a canonical form, and of what stands `around` it when that is given. Throws SignatureError
 * `signature-malformed` when the form grows beyond the limits.
 */
export function hashCanonical(
  digest: DigestAlgorithm,
  document: XmlDocument,
  options: CanonicalOptions,
  around?: { readonly before: Uint8Array; readonly after: Uint8Array },
): Buffer {
  const { start, end } = options.element ?? document.root
  if (end - start < smallBytes) {
    return withCanonical(document, options, (bytes) =>
      digest.digest(
        around === undefined ? bytes : Buffer.concat([around.before, bytes, around.after]),
      ),
    )
  }
  const hash = digest.hash()
  if (around !== undefined) hash.update(around.before)
  withinLimits(() => document.canonicalize(options, (chunk) => hash.update(chunk)))
  if (around !== undefined) hash.update(around.after)
  return hash.digest()
}

/** The canonical form of what is signed. Throws SignatureError `signature-malformed` when it grows beyond the limits. */
export function canonicalOf(document: XmlDocument, options: CanonicalOptions): Buffer {
  return withinLimits(() => canonicalBytes(document, options))
}

/**
 * Gives the canonical form to `use` as a whole, which may be called with a part of it before: what it answers to the
 * last call counts. The bytes are only valid during the call: a small form is not copied. Throws as `canonicalOf`.
 */
export function withCanonical<Result>(
  document: XmlDocument,
  options: CanonicalOptions,
  use: (bytes: Uint8Array) => Result,
): Result {
  const { start, end } = options.element ?? document.root
  if (end - start < smallestBytes) {
    const results: Result[] = []
    let chunks = 0
    withinLimits(() =>
      document.canonicalize(options, (chunk) => {
        chunks++
        if (chunks === 1) results.push(use(chunk))
      }),
    )
    if (chunks === 1) return results[0]!
  }
  return use(canonicalOf(document, options))
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
