/**
 * Offset of the first byte that is not UTF-8 (RFC 3629: no overlong forms, surrogates, or code points above
 * U+10FFFF), or -1. Slow and exact: it only runs to say where a document is broken.
 */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length === 0) return at
    at += length
  }
  return -1
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return 0
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next]
    if (byte === undefined) return 0
    if (next === 1 ? byte < lowest || byte > highest : byte < 0x80 || byte > 0xbf) return 0
  }
  return length
}
