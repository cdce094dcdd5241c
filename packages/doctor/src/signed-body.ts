import { type DigestAlgorithm, digestAlgorithm } from '@arna/pki'
import {
  canonicalBytes,
  type CanonicalOptions,
  scan,
  type XmlDocument,
  type XmlElement,
  XmlError,
} from '@arna/xml'
import {
  type CanonicalizationStep,
  canonicalization,
  readStep,
  type ReferenceStructure,
  SignatureError,
} from '@arna/xml-security'
import type { ClaimedSignature } from './claimed-signature.ts'

/** The Body as it came, and the digest that the signature claims for it. */
export interface SignedBody {
  readonly document: XmlDocument
  readonly body: XmlElement
  readonly signature: ClaimedSignature
  readonly reference: ReferenceStructure
  readonly digest: DigestAlgorithm
  /** How its Transform says that it was canonicalised. */
  readonly method: CanonicalMethodOptions
  /** Its canonical form now. */
  readonly received: Buffer
  /** The bytes of the element, as text. */
  readonly text: string
  /** The canonical form of a Body that was written otherwise; undefined when it is no XML, or no Body alone. */
  canonicalOf(text: string): Buffer | undefined
}

export type CanonicalMethodOptions = Omit<CanonicalOptions, 'element' | 'omit'>

const exclusive: CanonicalMethodOptions = { method: 'exc-c14n' }

/** Undefined when there is no Body, no reference to it, or a digest that cannot be computed. */
export function signedBody(signature: ClaimedSignature): SignedBody | undefined {
  const { body, bodyReference: reference } = signature
  const digest = reference && digestAlgorithm(reference.digest)
  if (body === undefined || reference === undefined || digest === undefined) return undefined
  const { document } = body
  const method = methodOf(reference)
  const received = canonicalForm(document, { ...method, element: body })
  if (received === undefined) return undefined
  const before = document.bytes.subarray(0, body.start)
  const after = document.bytes.subarray(body.end)
  return {
    document,
    body,
    signature,
    reference,
    digest,
    method,
    received,
    text: Buffer.from(document.bytes.subarray(body.start, body.end)).toString(),
    canonicalOf: (text) => {
      const bytes = Buffer.concat([before, Buffer.from(text), after])
      const other = bodyAt(bytes, body)
      return other && canonicalForm(other.document, { ...method, element: other })
    },
  }
}

function methodOf({ transforms }: ReferenceStructure): CanonicalMethodOptions {
  for (const transform of transforms.slice(0, 4)) {
    const step = stepOf(transform)
    const method = step && canonicalization(step.uri)
    if (step !== undefined && method !== undefined) {
      return {
        ...method,
        ...(step.inclusivePrefixes && { inclusivePrefixes: step.inclusivePrefixes }),
      }
    }
  }
  return exclusive
}

function stepOf(element: XmlElement): CanonicalizationStep | undefined {
  try {
    return readStep(element)
  } catch (error) {
    if (error instanceof SignatureError) return undefined
    throw error
  }
}

/** The element that stands where the Body stood, when it is still the last child of its envelope. */
function bodyAt(
  bytes: Buffer,
  { start, localName, namespace }: XmlElement,
): XmlElement | undefined {
  try {
    const document = scan(bytes, { maxBytes: bytes.length })
    const element = document.root.children().find((child) => child.start === start)
    return element?.localName === localName && element.namespace === namespace ? element : undefined
  } catch (error) {
    if (error instanceof XmlError) return undefined
    throw error
  }
}

/** Undefined when the form grows beyond the limits. */
export function canonicalForm(
  document: XmlDocument,
  options: CanonicalOptions,
): Buffer | undefined {
  try {
    return canonicalBytes(document, options)
  } catch (error) {
    if (error instanceof XmlError) return undefined
    throw error
  }
}
