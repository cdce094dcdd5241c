import type { DigestAlgorithm } from '@arna/pki'
import type { XmlElement } from '@arna/xml'
import { canonicalOf, exclusiveOptions, hashCanonical } from '../signature/hash-canonical.ts'

/** Content that is cut around an element of another document. */
export interface Surroundings {
  readonly passed: XmlElement
  readonly before: readonly (string | Uint8Array)[]
  /** The pieces that the element is written as. */
  readonly pieces: readonly Uint8Array[]
  readonly after: readonly (string | Uint8Array)[]
  /** An empty element in canonical form, which is written nowhere else. */
  readonly standIn: string
}

/** Finds the pieces of the content that are the element: views into its document, from its start to its end. */
export function cutAround(
  passed: XmlElement,
  content: readonly (string | Uint8Array)[],
  newId: () => string,
): Surroundings {
  const { bytes } = passed.document
  const isView = (piece: string | Uint8Array): piece is Uint8Array =>
    typeof piece !== 'string' && piece.buffer === bytes.buffer
  const offset = (piece: Uint8Array): number => piece.byteOffset - bytes.byteOffset
  const first = content.findIndex((piece) => isView(piece) && offset(piece) === passed.start)
  const last = content.findLastIndex(
    (piece) => isView(piece) && offset(piece) + piece.byteLength === passed.end,
  )
  if (first < 0 || last < first) {
    throw new TypeError('the bytes of the passed element do not stand in the content')
  }
  const name = `passed-${newId()}`
  return {
    passed,
    before: content.slice(0, first),
    pieces: content
      .slice(first, last + 1)
      .map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)),
    after: content.slice(last + 1),
    standIn: `<${name}></${name}>`,
  }
}

/** The digest of the Body with the passed element where its stand-in stands, in the exclusive form. */
export function digestAround(
  { passed, standIn }: Surroundings,
  body: XmlElement,
  digest: DigestAlgorithm,
): Buffer {
  const canonical = canonicalOf(body.document, exclusiveOptions(body, undefined))
  const at = canonical.indexOf(standIn)
  return hashCanonical(
    digest,
    passed.document,
    { ...exclusiveOptions(passed, undefined), declared: declaredAround(standIn, body) },
    { before: canonical.subarray(0, at), after: canonical.subarray(at + standIn.length) },
  )
}

/** What the canonical Body declares where the stand-in stands: the prefixes that the elements around it use. */
function declaredAround(standIn: string, body: XmlElement): Map<string, string> {
  const { document } = body
  const declared = new Map<string, string>()
  const declare = ({ prefix, namespace }: { prefix: string; namespace: string }): void => {
    if (!declared.has(prefix)) declared.set(prefix, namespace)
  }
  const name = standIn.slice(1, standIn.indexOf('>'))
  let index = document.elementCount - 1
  while (document.element(index).localName !== name) index--
  for (let around = document.element(index); !around.is(body);) {
    around = around.parent!
    declare(around)
    for (const attribute of around.attributes()) if (attribute.prefix !== '') declare(attribute)
  }
  return declared
}
