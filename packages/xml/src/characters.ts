/** Classes of single bytes of UTF-8, as tables that the loops of the scanner look up. */
function table(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0))
}

/** #x9, #xA, #xD and #x20: the production S. */
export const whitespace = table((byte) => isSpace(byte))

/** Bytes that may stand in a Name; whether a whole name is one is checked once per distinct name. */
export const nameBytes = table(
  (byte) => byte >= 0x80 || isNameStart(byte) || isNameCharacter(byte) || byte === 0x3a,
)

/** Controls that XML 1.0 forbids, and 0xEF, with which U+FFFE and U+FFFF begin. */
export const suspects = table((byte) => (byte < 0x20 && !isSpace(byte)) || byte === 0xef)

/** Where the scanner looks closer inside text: `<`, `&`, `>` because of `]]>`, and CR that is to be normalised. */
export const textStops = table(
  (byte) =>
    suspects[byte] === 1 || byte === 0x3c || byte === 0x26 || byte === 0x3e || byte === 0x0d,
)

/** Where the scanner looks closer inside an attribute value. */
export const valueStops = table(
  (byte) =>
    suspects[byte] === 1 ||
    byte === 0x3c ||
    byte === 0x26 ||
    byte === 0x22 ||
    byte === 0x27 ||
    (byte !== 0x20 && isSpace(byte)),
)

/** What canonical text cannot take as it is: `<`, `&`, `>`, CR. */
export const canonicalTextStops = table(
  (byte) => byte === 0x3c || byte === 0x26 || byte === 0x3e || byte === 0x0d,
)

/** What a canonical attribute value cannot take as it is: `&`, `<`, `"`, tab, LF, CR. */
export const canonicalValueStops = table(
  (byte) =>
    byte === 0x26 ||
    byte === 0x3c ||
    byte === 0x22 ||
    byte === 0x09 ||
    byte === 0x0a ||
    byte === 0x0d,
)

/** ALPHA of RFC 3986, with which a scheme begins. */
export const schemeStarts = table((byte) => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a)

/** What may follow in a scheme. */
export const schemeBytes = table(
  (byte) =>
    schemeStarts[byte] === 1 ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e,
)

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
}

/** The production Char of XML 1.0, fifth edition. */
export function isXmlCharacter(codePoint: number): boolean {
  if (codePoint < 0x20) return codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d
  if (codePoint < 0xd800) return true
  if (codePoint < 0xe000) return false
  return codePoint <= 0x10ffff && codePoint !== 0xfffe && codePoint !== 0xffff
}

/** NameStartChar of XML 1.0, fifth edition, without the colon. */
function isNameStart(c: number): boolean {
  if (c < 0x80) return (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || c === 0x5f
  return (
    (c >= 0xc0 && c <= 0x2ff && c !== 0xd7 && c !== 0xf7) ||
    (c >= 0x370 && c <= 0x1fff && c !== 0x37e) ||
    c === 0x200c ||
    c === 0x200d ||
    (c >= 0x2070 && c <= 0x218f) ||
    (c >= 0x2c00 && c <= 0x2fef) ||
    (c >= 0x3001 && c <= 0xd7ff) ||
    (c >= 0xf900 && c <= 0xfdcf) ||
    (c >= 0xfdf0 && c <= 0xfffd) ||
    (c >= 0x10000 && c <= 0xeffff)
  )
}

/** NameChar of XML 1.0, fifth edition, without the colon. */
function isNameCharacter(c: number): boolean {
  return (
    isNameStart(c) ||
    c === 0x2d ||
    c === 0x2e ||
    (c >= 0x30 && c <= 0x39) ||
    c === 0xb7 ||
    (c >= 0x300 && c <= 0x36f) ||
    c === 0x203f ||
    c === 0x2040
  )
}

/** Whether the bytes, valid UTF-8, are an NCName (Namespaces in XML 1.0, production 4). */
export function isNcName(bytes: Uint8Array, from: number, to: number): boolean {
  if (from >= to) return false
  let at = from
  if (asciiNameStarts[bytes[at]!] === 1) at++
  while (at > from && at < to && asciiNameBytes[bytes[at]!] === 1) at++
  while (at < to) {
    const c = codePointAt(bytes, at)
    if (!(at === from ? isNameStart(c) : isNameCharacter(c))) return false
    at += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4
  }
  return true
}

const asciiNameStarts = table((byte) => byte < 0x80 && isNameStart(byte))
const asciiNameBytes = table((byte) => byte < 0x80 && isNameCharacter(byte))

function codePointAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  if (first < 0x80) return first
  if (first < 0xe0) return ((first & 0x1f) << 6) | (bytes[at + 1]! & 0x3f)
  const middle = ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f)
  if (first < 0xf0) return ((first & 0x0f) << 12) | middle
  return ((first & 0x07) << 18) | (middle << 6) | (bytes[at + 3]! & 0x3f)
}
