import type { XmlElement } from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import { malformed } from '../signature-error.ts'
import { type CanonicalizationStep, readStep } from './canonicalization.ts'
import { ChildReader } from './child-reader.ts'
import { readBase64 } from './read-base64.ts'

/** A ds:Signature as it is written; no algorithm is judged and nothing is resolved yet. */
export interface SignatureStructure {
  readonly element: XmlElement
  readonly signedInfo: XmlElement
  readonly canonicalization: CanonicalizationStep
  /** The URI in SignatureMethod. */
  readonly algorithm: string
  readonly references: readonly ReferenceStructure[]
  readonly value: Buffer
  readonly keyInfo: XmlElement | undefined
  readonly objects: readonly XmlElement[]
}

export interface ReferenceStructure {
  /** Undefined when there is no URI attribute. */
  readonly uri: string | undefined
  readonly transforms: readonly XmlElement[]
  /** The URI in DigestMethod. */
  readonly digest: string
  readonly digestValue: Buffer
}

const { ds } = namespaces

/** Reads the grammar of XML Signature §4 without a choice. Throws SignatureError `signature-malformed`. */
export function readSignature(element: XmlElement): SignatureStructure {
  const parts = new ChildReader(element)
  const signedInfo = parts.required(ds, 'SignedInfo')
  const value = parts.required(ds, 'SignatureValue')
  const keyInfo = parts.optional(ds, 'KeyInfo')
  const objects = parts.all(ds, 'Object')
  parts.end()

  const inside = new ChildReader(signedInfo)
  const canonicalization = readStep(inside.required(ds, 'CanonicalizationMethod'))
  const algorithm = readPlainAlgorithm(inside.required(ds, 'SignatureMethod'))
  const references = [inside.required(ds, 'Reference'), ...inside.all(ds, 'Reference')]
  inside.end()
  return {
    element,
    signedInfo,
    canonicalization,
    algorithm,
    references: references.map(readReference),
    value: readBase64(value),
    keyInfo,
    objects,
  }
}

function readReference(element: XmlElement): ReferenceStructure {
  const parts = new ChildReader(element)
  const transforms = parts.optional(ds, 'Transforms')
  const digest = readPlainAlgorithm(parts.required(ds, 'DigestMethod'))
  const digestValue = readBase64(parts.required(ds, 'DigestValue'))
  parts.end()
  return {
    uri: element.attribute('', 'URI'),
    transforms: transforms === undefined ? [] : readTransforms(transforms),
    digest,
    digestValue,
  }
}

function readTransforms(element: XmlElement): XmlElement[] {
  const parts = new ChildReader(element)
  const transforms = [parts.required(ds, 'Transform'), ...parts.all(ds, 'Transform')]
  parts.end()
  return transforms
}

/** An algorithm without parameters: HMACOutputLength and the like are refused with all others. */
function readPlainAlgorithm(element: XmlElement): string {
  const uri = element.attribute('', 'Algorithm')
  if (uri === undefined) throw malformed(`${element.localName} must name an Algorithm`)
  new ChildReader(element).end()
  return uri
}
