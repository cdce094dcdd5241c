import { digestAlgorithm, isGostUri, signatureAlgorithm } from '@arna/pki'
import type { XmlElement } from '@arna/xml'
import { canonicalizationUris, SignatureError, readStep } from '@arna/xml-security'
import type { ClaimedSignature } from '../claimed-signature.ts'
import type { Finding } from '../diagnosis.ts'
import { finding } from '../finding.ts'

/** What the signature covers and which algorithms it names, seen without arithmetic. */
export function explainSignature(
  signature: ClaimedSignature,
  { allowSha1, toleratesTimestamp }: { allowSha1: boolean; toleratesTimestamp: boolean },
): Finding[] {
  return [
    ...coverage(signature, toleratesTimestamp),
    ...transforms(signature),
    ...algorithms(signature, allowSha1),
  ]
}

function coverage(
  { targets, references, body, element }: ClaimedSignature,
  toleratesTimestamp: boolean,
): Finding[] {
  if (body === undefined) return []
  const others = targets.filter((target) => target?.is(body) !== true)
  const [first] = others
  const isTimestamp = others.length === 1 && first?.localName === 'Timestamp'
  if (isTimestamp && targets.length === 2) {
    return toleratesTimestamp ? [] : [finding('signed-timestamp', { toolkit: toolkitOf(element) })]
  }
  if (others.length === 0) return []
  if (targets.length === 1 && first === undefined) {
    const ids = body.attributes().filter(({ localName }) => localName.toLowerCase() === 'id')
    return [
      finding('reference-leads-nowhere', {
        uri: JSON.stringify(references[0]?.uri ?? ''),
        id: ids.map(({ value }) => JSON.stringify(value)).join(', ') || '–',
      }),
    ]
  }
  const parts = targets.map((target, index) => nameOf(target) ?? references[index]?.uri ?? '?')
  return [finding('signed-other-elements', { parts: parts.join(', ') })]
}

const nameOf = (element: XmlElement | undefined): string | undefined =>
  element && (element.prefix === '' ? element.localName : `${element.prefix}:${element.localName}`)

/** By the ids that toolkits give. */
function toolkitOf(signature: XmlElement): string {
  const id = signature.attribute('', 'Id') ?? ''
  if (id.startsWith('SIG-')) return 'WSS4J / CXF'
  if (signature.parent?.prefix === 'o') return '.NET WCF'
  if (signature.prefix === '') return 'npm soap'
  return 'WSS4J, CXF, WCF, npm soap, …'
}

function transforms({ bodyReference }: ClaimedSignature): Finding[] {
  const found = bodyReference?.transforms ?? []
  const uris = found.slice(0, 8).map((one) => one.attribute('', 'Algorithm') ?? '?')
  const isProfile = uris.length === 1 && uris[0] === canonicalizationUris.exclusive
  if (bodyReference === undefined || (isProfile && isReadable(found[0]!))) return []
  return [finding('other-transforms', { transforms: uris.join(', ') || '–' })]
}

function isReadable(transform: XmlElement): boolean {
  try {
    readStep(transform)
    return true
  } catch (error) {
    if (error instanceof SignatureError) return false
    throw error
  }
}

function algorithms({ algorithm, references }: ClaimedSignature, allowSha1: boolean): Finding[] {
  const uris = [algorithm, ...references.map(({ digest }) => digest)]
  const gost = uris.find(isGostUri)
  if (gost !== undefined) return [finding('gost-signature', { uri: gost })]
  const sha1 = uris.find(
    (uri) => (signatureAlgorithm(uri) ?? digestAlgorithm(uri))?.policy === 'off-by-default',
  )
  return sha1 === undefined || allowSha1 ? [] : [finding('sha1-used', { uri: sha1 })]
}
