import { scan, XmlError } from '@arna/xml'
import { readSoapEnvelope, SignatureError } from '@arna/xml-security'
import { canonicalDifference } from '../canonical-difference.ts'
import type { Finding } from '../diagnosis.ts'
import { finding } from '../finding.ts'
import { canonicalForm, type SignedBody } from '../signed-body.ts'

/** The Body beside the one that was kept right after signing. Nothing when that cannot be read. */
export function compareWithSigned(
  { method, received }: SignedBody,
  signedAs: Uint8Array,
): Finding[] {
  try {
    const document = scan(signedAs)
    const { body } = readSoapEnvelope(document)
    const signed = canonicalForm(document, { ...method, element: body })
    if (signed === undefined) return []
    const evidence = canonicalDifference(signed, received)
    return [finding(evidence ? 'changed-as-compared' : 'same-as-compared', {}, { evidence })]
  } catch (error) {
    if (error instanceof XmlError || error instanceof SignatureError) return []
    throw error
  }
}
