import { whitespace } from './characters.ts'
import type { XmlErrorCode } from './document.ts'

type Fail = (code: XmlErrorCode, offset: number, message: string) => never

const declaration =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>$/

/** White space could make a declaration as long as it likes; nobody's is. */
const longest = 1024

/**
 * Reads the XML declaration, if there is one, at `start`; returns the offset after it. Any version 1.x is read as
 * 1.0 (XML 1.0 §2.8, fifth edition). Every encoding but UTF-8 is refused, US-ASCII too: one spelling, one meaning.
 */
export function readXmlDeclaration(bytes: Buffer, start: number, fail: Fail): number {
  if (!opens(bytes, start)) return start
  if (isUsual(bytes, start)) return start + usual.length
  let close = start
  while (close < bytes.length && close < start + longest && bytes[close] !== 0x3e) close++
  if (close === start + longest) {
    return fail('xml-limit-exceeded', start, `the XML declaration is longer than ${longest} bytes`)
  }
  const end = close + 1
  const match = declaration.exec(bytes.toString('latin1', start, end))
  if (match === null) {
    return fail(
      'xml-not-well-formed',
      start,
      'the XML declaration is broken: <?xml version="1.0" encoding="UTF-8"?> is right',
    )
  }
  const encoding = match[1] ?? match[2]
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') {
    return fail(
      'xml-encoding-refused',
      start,
      `the document says that its encoding is "${encoding}": send UTF-8`,
    )
  }
  return end
}

/** How nearly everybody writes it. */
const usual = Buffer.from('<?xml version="1.0" encoding="UTF-8"?>')

function isUsual(bytes: Buffer, start: number): boolean {
  for (let at = 0; at < usual.length; at++) if (bytes[start + at] !== usual[at]) return false
  return true
}

function opens(bytes: Buffer, start: number): boolean {
  return (
    bytes[start] === 0x3c &&
    bytes[start + 1] === 0x3f &&
    bytes[start + 2] === 0x78 &&
    bytes[start + 3] === 0x6d &&
    bytes[start + 4] === 0x6c &&
    whitespace[bytes[start + 5] ?? 0] === 1
  )
}
