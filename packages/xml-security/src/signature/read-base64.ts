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

/** Undefined unless the text is the one base64 form of its octets; Buffer alone skips over anything. */
function decodeBase64(text: string): Buffer | undefined {
  const octets = Buffer.from(text, 'base64')
  const canonical = octets.toString('base64')
  return canonical === text || canonical === text.replace(spaces, '') ? octets : undefined
}
