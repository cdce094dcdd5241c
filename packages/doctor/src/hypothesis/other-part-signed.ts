import type { XmlElement } from '@arna/xml'
import { canonicalForm, type CanonicalMethodOptions } from '../signed-body.ts'
import type { BodyHypothesis, Guess } from './hypothesis.ts'

const mostContent = 64

/** The digest is of something else than the canonical form of the Body. */
export const otherPartSigned: BodyHypothesis = {
  code: 'other-part-signed',
  isCostly: false,
  *guesses({ document, body, signature, method, received }) {
    const { bytes, root } = document
    const elements = (count: number): XmlElement[] => body.children().slice(0, count)
    yield contentOf(elements(mostContent), method, 'soap:Body/*')
    yield {
      octets: received.subarray(received.indexOf('>') + 1, received.lastIndexOf('</')),
      values: { part: 'soap:Body/node()' },
    }
    yield {
      octets: bytes.subarray(body.start, body.end),
      values: { part: 'soap:Body, not canonicalised' },
    }
    yield {
      octets: bytes.subarray(body.contentStart, body.contentEnd),
      values: { part: 'soap:Body/node(), not canonicalised' },
    }
    const wholes: [string, { element?: XmlElement; omit?: XmlElement }][] = [
      ['soap:Envelope', { element: root }],
      ['soap:Envelope, enveloped-signature', { element: root, omit: signature.element }],
      ['document', {}],
      ['document, enveloped-signature', { omit: signature.element }],
    ]
    for (const [part, options] of wholes) {
      const octets = canonicalForm(document, { ...method, ...options })
      yield octets && { octets, values: { part } }
    }
    const [header] = root.children()
    if (header !== undefined && !header.is(body)) {
      const octets = canonicalForm(document, { ...method, element: header })
      yield octets && { octets, values: { part: 'soap:Header' } }
    }
  },
}

function contentOf(
  elements: readonly XmlElement[],
  method: CanonicalMethodOptions,
  part: string,
): Guess | undefined {
  const forms = elements.map((element) => canonicalForm(element.document, { ...method, element }))
  if (forms.length === 0 || forms.includes(undefined)) return undefined
  return { octets: Buffer.concat(forms as Buffer[]), values: { part } }
}
