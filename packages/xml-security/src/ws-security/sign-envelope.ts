import { randomUUID } from 'node:crypto'
import { scan } from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import type { SigningKey } from './signing-key.ts'
import { type EnvelopeContent, envelopeEnd, envelopeStart, joined } from './write-envelope.ts'
import { writeSecurity } from './write-security.ts'

/** Room for what stands around a payload that was itself read within the limits. */
const deepest = 128 + 64

export interface SignedContent extends EnvelopeContent {
  /** What stands in wsse:Security beside the signature, unsigned; see `writeUsernameToken`. */
  readonly token?: string
}

/**
 * A SOAP envelope around the content, its Body signed as SHEP and its clients do: one Reference to the Body's wsu:Id,
 * exclusive canonicalisation, no Timestamp. Throws XmlError when the content is not well-formed, PkiError
 * `key-malformed` when key and algorithm disagree.
 */
export function signEnvelope(
  { content, soap = '1.1', token = '' }: SignedContent,
  signer: SigningKey,
  newId: () => string = randomUUID,
): Buffer {
  const id = `id-${newId()}`
  const start = envelopeStart[soap]
  const bodyStart = `<soap:Body xmlns:wsu="${namespaces.wsu}" wsu:Id="${id}">`
  const unsigned = joined([start, bodyStart, ...content, envelopeEnd])
  const { root } = scan(unsigned, { maxBytes: unsigned.length, maxDepth: deepest })
  const [body, ...more] = root.children()
  if (body === undefined || more.length > 0) {
    throw new TypeError('the content of soap:Body must not end it')
  }
  const security = writeSecurity({ body, id, soapPrefix: 'soap', newId, token }, signer)
  return Buffer.concat([
    unsigned.subarray(0, start.length),
    Buffer.from(`<soap:Header>${security}</soap:Header>`),
    unsigned.subarray(start.length),
  ])
}
