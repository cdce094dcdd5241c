import type { KeyObject } from 'node:crypto'
import { SignedXml } from 'xml-crypto'

/**
 * Parses the message, verifies digest and signature with the given key, and checks that the one signed node is the
 * Body. The Signature is cut out of the text by position, which spares xml-crypto a second whole parse that its
 * documentation would make.
 */
export function verifyByXmlCrypto(xml: string, publicCert: KeyObject): boolean {
  const start = xml.indexOf('<ds:Signature ')
  const end = xml.indexOf('</ds:Signature>', start) + '</ds:Signature>'.length
  const signature = new SignedXml({ publicCert, idMode: 'wssecurity' })
  signature.loadSignature(xml.slice(start, end))
  if (!signature.checkSignature(xml)) return false
  const signed = signature.getSignedReferences()
  return signed.length === 1 && signed[0]!.startsWith('<soap:Body ')
}
