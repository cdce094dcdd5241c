import { isXmlCharacter } from './characters.ts'

/**
 * Checks the reference whose `&` stands at an offset: one of the five entities every document has, or a
 * character XML allows (XML 1.0 §4.1, §4.6). Returns the offset after its `;`.
 */
export function readReference(
  bytes: Uint8Array,
  start: number,
  fail: (offset: number, message: string) => never,
): number {
  switch (bytes[start + 1] ?? 0) {
    case 0x23: // #
      return readCharacterReference(bytes, start, fail)
    case 0x6c: // lt
      if (bytes[start + 2] === 0x74 && bytes[start + 3] === 0x3b) return start + 4
      break
    case 0x67: // gt
      if (bytes[start + 2] === 0x74 && bytes[start + 3] === 0x3b) return start + 4
      break
    case 0x61: // amp, apos
      if (bytes[start + 2] === 0x6d && bytes[start + 3] === 0x70 && bytes[start + 4] === 0x3b) {
        return start + 5
      }
      if (follows(bytes, start + 2, 0x70, 0x6f, 0x73)) return start + 6
      break
    case 0x71: // quot
      if (follows(bytes, start + 2, 0x75, 0x6f, 0x74)) return start + 6
      break
    default:
  }
  return fail(
    start,
    'a "&" must be written "&amp;": it begins neither a character reference nor one of lt, gt, amp, quot, apos',
  )
}

function follows(bytes: Uint8Array, at: number, one: number, two: number, three: number): boolean {
  return (
    bytes[at] === one && bytes[at + 1] === two && bytes[at + 2] === three && bytes[at + 3] === 0x3b
  )
}

function readCharacterReference(
  bytes: Uint8Array,
  start: number,
  fail: (offset: number, message: string) => never,
): number {
  const hexadecimal = bytes[start + 2] === 0x78
  const from = start + (hexadecimal ? 3 : 2)
  const base = hexadecimal ? 16 : 10
  let at = from
  let codePoint = 0
  for (;;) {
    const digit = digitOf(bytes[at] ?? 0)
    if (digit >= base) break
    codePoint = Math.min(codePoint * base + digit, 0x110000) // saved from overflow by many digits
    at++
  }
  if (at === from || bytes[at] !== 0x3b) fail(start, 'a character reference is broken')
  if (!isXmlCharacter(codePoint)) {
    fail(start, 'a character reference names a character that XML does not allow')
  }
  return at + 1
}

/** Value of a decimal or hexadecimal digit; 16 for any other byte. */
export function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16
}
