import { payloadOf } from '@arna/message'
import { type SchemaSubject, type XmlDocument, type XmlElement, type XmlEngine } from '@arna/xml'
import { standAlone } from './stand-alone.ts'

/** What `data` holds (spec of the wire 2.4), as those need it who look inside. */
export interface PayloadContent {
  /** The document that its signer signed. Throws XmlError. */
  signedDocument(): XmlDocument
  /**
   * What a schema judges; undefined when it is neither one element nor of a type that it names. `cutsSignature` leaves its
   * own ds:Signature out, for schemas that know nothing of signatures.
   */
  schemaSubject(options: { readonly cutsSignature: boolean }): SchemaSubject | undefined
}

const ds = 'http://www.w3.org/2000/09/xmldsig#'
const schemaNamespace = 'http://www.w3.org/2001/XMLSchema'
const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance'

/** Undefined when `data` is not there or empty. Throws XmlError when it holds text that is no XML. */
export function payloadContent(
  data: XmlElement | undefined,
  { xml, maxBytes }: { readonly xml: XmlEngine; readonly maxBytes: number },
): PayloadContent | undefined {
  if (data === undefined) return undefined
  if (data.children().length > 0) return inline(data, xml)
  const text = data.text().trimStart()
  if (text === '') return undefined
  return escaped(xml.scan(Buffer.from(text), { maxBytes }))
}

/** XML written as text is a document of its own already. */
function escaped(document: XmlDocument): PayloadContent {
  return {
    signedDocument: () => document,
    schemaSubject: ({ cutsSignature }) => ({
      kind: 'document',
      bytes: cutsSignature ? withoutSignature(document.root) : document.bytes,
    }),
  }
}

function inline(data: XmlElement, xml: XmlEngine): PayloadContent {
  const root = onlyElement(data)
  return {
    // The signature stands in `data` itself, or in the one element inside it.
    signedDocument: () =>
      standAlone(signaturesIn(data).length > 0 || root === undefined ? data : root, xml),
    schemaSubject: ({ cutsSignature }) => {
      const kind = namesItsType(data) ? 'typed' : 'content'
      const rest = data.children().filter((child) => !(cutsSignature && isSignature(child)))
      if (kind === 'content' && (rest.length !== 1 || hasText(data))) return undefined
      const { content, namespaces } = payloadOf(data)
      const bytes = Buffer.concat(content.map((piece) => Buffer.from(piece as Uint8Array)))
      if (!cutsSignature) return { kind, bytes, namespaces }
      const holder = signaturesIn(data).length > 0 ? data : (root ?? data)
      return { kind, bytes: cut(bytes, data.end, signaturesIn(holder)), namespaces }
    },
  }
}

function onlyElement(data: XmlElement): XmlElement | undefined {
  const [root, ...more] = data.children()
  return more.length > 0 || hasText(data) ? undefined : root
}

const hasText = (element: XmlElement): boolean => element.text().trim() !== ''

function namesItsType(data: XmlElement): boolean {
  const type = data.attribute(instanceNamespace, 'type')
  if (type === undefined) return false
  const [prefix = ''] = type.trim().includes(':') ? type.trim().split(':') : []
  return data.namespacesInScope().get(prefix) !== schemaNamespace
}

const isSignature = ({ namespace, localName }: XmlElement): boolean =>
  localName === 'Signature' && namespace === ds

const signaturesIn = (element: XmlElement): XmlElement[] => element.children().filter(isSignature)

const withoutSignature = (root: XmlElement): Buffer =>
  cut(root.document.bytes, root.document.bytes.length, signaturesIn(root))

/** `end` is the offset in the document that the last byte of `bytes` ends at. */
function cut(bytes: Uint8Array, end: number, elements: readonly XmlElement[]): Buffer {
  const shift = bytes.length - end
  const pieces: Uint8Array[] = []
  let from = 0
  for (const element of elements) {
    pieces.push(bytes.subarray(from, element.start + shift))
    from = element.end + shift
  }
  return Buffer.concat([...pieces, bytes.subarray(from)])
}
