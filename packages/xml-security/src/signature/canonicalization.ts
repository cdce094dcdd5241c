import type { CanonicalOptions, XmlElement } from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import { malformed } from '../signature-error.ts'

const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'

export const canonicalizationUris = {
  inclusive,
  inclusiveWithComments: `${inclusive}#WithComments`,
  exclusive: namespaces.exclusive,
  exclusiveWithComments: `${namespaces.exclusive}WithComments`,
} as const

type Canonicalization = Pick<CanonicalOptions, 'method' | 'comments'>

const canonicalizations = new Map<string, Canonicalization>([
  [canonicalizationUris.exclusive, { method: 'exc-c14n', comments: false }],
  [canonicalizationUris.exclusiveWithComments, { method: 'exc-c14n', comments: true }],
  [canonicalizationUris.inclusive, { method: 'c14n', comments: false }],
  [canonicalizationUris.inclusiveWithComments, { method: 'c14n', comments: true }],
])

export function canonicalization(uri: string): Canonicalization | undefined {
  return canonicalizations.get(uri)
}

/** An algorithm with its parameters, as CanonicalizationMethod and Transform hold it. */
export interface CanonicalizationStep {
  readonly uri: string
  /** Undefined when there is no PrefixList. */
  readonly inclusivePrefixes: readonly string[] | undefined
}

const mostPrefixes = 64

/** Throws SignatureError when there are parameters other than those of exclusive canonicalisation. */
export function readStep(element: XmlElement): CanonicalizationStep {
  const uri = element.attribute('', 'Algorithm')
  if (uri === undefined) throw malformed(`${element.localName} must name an Algorithm`)
  const [parameter, ...more] = element.children()
  if (parameter === undefined) return { uri, inclusivePrefixes: undefined }
  const list =
    parameter.namespace === namespaces.exclusive && parameter.localName === 'InclusiveNamespaces'
      ? parameter.attribute('', 'PrefixList')
      : undefined
  const isExclusive = canonicalization(uri)?.method === 'exc-c14n'
  if (list === undefined || more.length > 0 || !isExclusive) {
    throw malformed(`${element.localName} holds parameters that its algorithm does not have`)
  }
  const inclusivePrefixes = list.split(/[ \t\r\n]+/).filter((prefix) => prefix !== '')
  if (inclusivePrefixes.length > mostPrefixes) {
    throw malformed(`PrefixList names more than ${mostPrefixes} prefixes`)
  }
  return { uri, inclusivePrefixes }
}
