/**
 * Characters of a stretch of source that was scanned before, so it is known to be well-formed: references
 * resolved and line ends normalised (XML 1.0 §2.11, §4.1, §4.6).
 */
export function decodeText(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to)
  if (!text.includes('&')) return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  return resolveReferences(text.replace(/\r\n?/g, '\n'))
}

/** The same for an attribute value of type CDATA: literal white space becomes spaces (XML 1.0 §3.3.3). */
export function decodeValue(bytes: Buffer, from: number, to: number): string {
  return resolveReferences(bytes.toString('utf8', from, to).replace(/\r\n|[\t\r\n]/g, ' '))
}

/** The content of a CDATA section, where nothing is a reference. */
export function decodeLiteral(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to)
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function resolveReferences(text: string): string {
  return text.replace(/&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([a-z]+));/g, resolveReference)
}

function resolveReference(
  _: string,
  hexadecimal: string | undefined,
  decimal: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return named[name]!
  return String.fromCodePoint(
    hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16),
  )
}
