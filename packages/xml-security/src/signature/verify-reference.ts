import { digestAlgorithm } from '@arna/pki'
import type { CanonicalOptions, XmlDocument, XmlElement } from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import { SignatureError } from '../signature-error.ts'
import { canonicalization, canonicalizationUris, readStep } from './canonicalization.ts'
import { findById } from './find-by-id.ts'
import { hashCanonical } from './hash-canonical.ts'
import type { ReferenceStructure } from './read-signature.ts'

export interface ReferenceReport {
  /** As written; null when there is no URI attribute. */
  readonly uri: string | null
  readonly valid: boolean
  /** Why it is not valid: a sentence. */
  readonly problem: string | null
}

/** Resolves, transforms, hashes and compares. Whatever is not understood is a problem, never a guess. */
export function verifyReference(
  reference: ReferenceStructure,
  signature: XmlElement,
  { allowSha1 = false }: { readonly allowSha1?: boolean },
): ReferenceReport {
  const uri = reference.uri ?? null
  try {
    const problem = differs(reference, signature, allowSha1)
    return { uri, valid: problem === null, problem }
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error
    return { uri, valid: false, problem: error.message }
  }
}

function differs(
  reference: ReferenceStructure,
  signature: XmlElement,
  allowSha1: boolean,
): string | null {
  const digest = digestAlgorithm(reference.digest)
  if (digest === undefined) return `the digest algorithm ${reference.digest} is not supported`
  if (digest.policy === 'off-by-default' && !allowSha1) return 'SHA-1 is not accepted'
  const target = resolveUri(signature.document, reference.uri)
  const options = readTransforms(reference.transforms, target, signature)
  return hashCanonical(digest, signature.document, options).equals(reference.digestValue)
    ? null
    : 'the digest differs from DigestValue: what the reference names was changed after signing'
}

interface Target {
  /** Undefined for the whole document. */
  readonly element: XmlElement | undefined
  /** The short forms of a URI leave comments out whatever the transform says (XML Signature §4.4.3.3). */
  readonly comments: boolean
}

function resolveUri(document: XmlDocument, uri: string | undefined): Target {
  if (uri === '') return { element: undefined, comments: false }
  if (uri === '#xpointer(/)') return { element: undefined, comments: true }
  const pointer = /^#xpointer\(id\((?:'([^']*)'|"([^"]*)")\)\)$/.exec(uri ?? '')
  const id = pointer?.[1] ?? pointer?.[2] ?? /^#([^()]+)$/.exec(uri ?? '')?.[1]
  if (id === undefined) {
    throw unsupported(
      `the URI ${JSON.stringify(uri ?? null)} leads out of the document or is not supported`,
    )
  }
  const element = findById(document, id)
  if (element === undefined) {
    const count = document.ids().get(id)?.length ?? 0
    throw unsupported(
      count === 0
        ? `no element has the id ${id}`
        : `the id ${id} stands more than once in the document`,
    )
  }
  return { element, comments: pointer !== null }
}

const enveloped = `${namespaces.ds}enveloped-signature`

/** Enveloped-signature and one canonicalisation, both optional, in this order: what signers of documents write. */
function readTransforms(
  transforms: readonly XmlElement[],
  target: Target,
  signature: XmlElement,
): CanonicalOptions {
  const steps = transforms.map(readStep)
  const isEnveloped = steps[0]?.uri === enveloped
  const [step, ...more] = isEnveloped ? steps.slice(1) : steps
  // Without a canonicalisation the nodes are hashed in the inclusive form (XML Signature §4.4.3.2).
  const method =
    step === undefined
      ? canonicalization(canonicalizationUris.inclusive)
      : canonicalization(step.uri)
  if (method === undefined || more.length > 0) {
    const names = steps.map(({ uri }) => uri).join(', ')
    throw unsupported(`the transforms ${names} are not supported in this order`)
  }
  return {
    method: method.method,
    comments: target.comments && method.comments === true,
    ...(target.element && { element: target.element }),
    ...(isEnveloped && { omit: signature }),
    ...(step?.inclusivePrefixes && { inclusivePrefixes: step.inclusivePrefixes }),
  }
}

function unsupported(message: string): SignatureError {
  return new SignatureError('signature-malformed', message)
}
