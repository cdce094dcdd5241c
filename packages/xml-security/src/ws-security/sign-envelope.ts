import { randomUUID } from 'node:crypto'
import { scan, type XmlElement } from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import { exclusiveOptions, hashCanonical } from '../signature/hash-canonical.ts'
import { cutAround, digestAround, type Surroundings } from './passed-element.ts'
import type { SigningKey } from './signing-key.ts'
import { type EnvelopeContent, envelopeEnd, envelopeStart, joined } from './write-envelope.ts'
import { writeSecurity } from './write-security.ts'

export interface EnvelopeOrder extends EnvelopeContent {
  /**
   * An element that was read, when its bytes stand among the content as they came (a declaration may stand between
   * them): a large one is not read a second time. `payloadOf` gives such content.
   */
  readonly passed?: XmlElement | undefined
  /** What stands in wsse:Security beside the signature, unsigned; see `writeUsernameToken`. */
  readonly token?: string
}

/** Room for what stands around a payload that was itself read within the limits. */
const deepest = 128 + 64

/** Below this an element is copied and read again sooner than what stands around it is looked at. */
const passedFromBytes = 8 * 1024

/**
 * A SOAP envelope around the content, its Body signed as SHEP and its clients do: one Reference to the Body's wsu:Id,
 * exclusive canonicalisation, no Timestamp. Throws XmlError when the content is not well-formed, PkiError
 * `key-malformed` when key and algorithm disagree.
 */
export function signEnvelope(
  order: EnvelopeOrder,
  signer: SigningKey,
  newId: () => string = randomUUID,
): Buffer {
  return Buffer.concat(signEnvelopeInPieces(order, signer, newId))
}

/** The same envelope in pieces: those of a large passed element are the given ones, so its bytes are in memory once. */
export function signEnvelopeInPieces(
  { content, passed, soap = '1.1', token = '' }: EnvelopeOrder,
  signer: SigningKey,
  newId: () => string = randomUUID,
): readonly Uint8Array[] {
  const id = `id-${newId()}`
  const start = envelopeStart[soap]
  const isLarge = passed !== undefined && passed.end - passed.start >= passedFromBytes
  const cut = isLarge ? cutAround(passed, content, newId) : undefined
  const inside = cut === undefined ? content : [...cut.before, cut.standIn, ...cut.after]
  const bodyStart = `<soap:Body xmlns:wsu="${namespaces.wsu}" wsu:Id="${id}">`
  const unsigned = joined([start, bodyStart, ...inside, envelopeEnd])
  const { root } = scan(unsigned, { maxBytes: unsigned.length, maxDepth: deepest })
  const [body, ...more] = root.children()
  if (body === undefined || more.length > 0) {
    throw new TypeError('the content of soap:Body must not end it')
  }
  const security = writeSecurity(
    {
      digestOfBody: (digest) =>
        cut === undefined
          ? hashCanonical(digest, body.document, exclusiveOptions(body, undefined))
          : digestAround(cut, body, digest),
      id,
      soapPrefix: 'soap',
      newId,
      token,
    },
    signer,
  )
  const head = Buffer.from(`${start}<soap:Header>${security}</soap:Header>`)
  const rest = unsigned.subarray(start.length)
  return cut === undefined ? [head, rest] : [head, ...withPassed(cut, rest)]
}

function withPassed({ standIn, pieces }: Surroundings, rest: Buffer): Uint8Array[] {
  const at = rest.indexOf(standIn)
  return [rest.subarray(0, at), ...pieces, rest.subarray(at + standIn.length)]
}
