import type { XmlElement } from '@arna/xml'
import { SignatureError, type SignatureErrorCode } from '../signature-error.ts'

/**
 * The octets of an element that holds base64 and nothing else: no comment, CDATA section or element may split what is
 * compared from what is seen. White space is tolerated, carriage returns too (`&#13;` from Java on Windows).
 */
export function readBase64(
  element: XmlElement,
  code: SignatureErrorCode = 'signature-malformed',
): Buffer {
  const octets = element.hasOnlyText() ? decodeBase64(element.text()) : undefined
  if (octets === undefined || octets.length === 0) {
    throw new SignatureError(code, `${element.localName} must hold base64 text and nothing else`)
  }
  return octets
}

const spaces = /[ \t\r\n]+/g

/** Undefined unless the text, but for white space, is the one base64 form of its octets (RFC 4648 §3.3, §3.5). */
function decodeBase64(text: string): Buffer | undefined {
  const octets = Buffer.from(text, 'base64')
  return isFormOf(octets, text) || isFormOf(octets, text.replace(spaces, '')) ? octets : undefined
}

/**
 * Buffer skips over what is not base64, so a text of the right length that has its `=` at the end held nothing else; it
 * reads the alphabet for URLs too, and any bits after the last octet.
 */
function isFormOf(octets: Buffer, text: string): boolean {
  if (text.length !== Math.ceil(octets.length / 3) * 4) return false
  if (text.includes('-') || text.includes('_')) return false
  const padding = (3 - (octets.length % 3)) % 3
  if (padding === 0) return true
  if (!text.endsWith(padding === 1 ? '=' : '==')) return false
  return (padding === 1 ? endsWithTwoBitsClear : endsWithFourBitsClear).includes(
    text[text.length - padding - 1]!,
  )
}

/** The digits of base64 whose last bits are 0: what may stand before `=` and before `==`. */
const endsWithTwoBitsClear = 'AEIMQUYcgkosw048'
const endsWithFourBitsClear = 'AQgw'
