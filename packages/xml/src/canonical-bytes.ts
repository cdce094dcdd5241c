import type { CanonicalOptions, XmlDocument } from './document.ts'

/** The whole canonical form as one Buffer; to hash it, `document.canonicalize` needs no such copy. */
export function canonicalBytes(document: XmlDocument, options: CanonicalOptions): Buffer {
  const chunks: Buffer[] = []
  document.canonicalize(options, (chunk) => chunks.push(Buffer.from(chunk)))
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}
