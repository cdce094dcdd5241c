import { defaultXmlLimits, type XmlDocument, type XmlEngine, type XmlLimits } from './document.ts'
import { ScannedDocument } from './scanned-document.ts'
import { Scanner } from './scanner.ts'

/** One scanner serves everybody: scanning is synchronous and calls nobody. */
const scanner = new Scanner()

/**
 * Reads a document, or throws XmlError when it is not well-formed, not UTF-8, has a DOCTYPE or is beyond a limit.
 * The bytes are not copied: they must not change while the document is in use.
 */
export function scan(bytes: Uint8Array, limits?: Partial<XmlLimits>): XmlDocument {
  return scanDocument(bytes, limits)
}

/** The same, with the tables. */
export function scanDocument(bytes: Uint8Array, limits?: Partial<XmlLimits>): ScannedDocument {
  const source = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const all = limits === undefined ? defaultXmlLimits : { ...defaultXmlLimits, ...limits }
  return new ScannedDocument(bytes, scanner.scan(source, all))
}

export const arnaEngine: XmlEngine = { name: 'arna', scan }
