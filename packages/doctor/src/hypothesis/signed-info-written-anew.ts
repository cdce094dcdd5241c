import { scan, XmlError } from '@arna/xml'
import { canonicalForm } from '../signed-body.ts'
import type { SignedValue } from '../signed-value.ts'
import { betweenTags } from './between-tags.ts'
import { carriageReturn } from './carriage-returns-added.ts'
import type { ValueHypothesis } from './hypothesis.ts'
import { indent } from './indent.ts'

/** SignedInfo was printed nicely or tightly after signing. */
export const signedInfoWrittenAnew: ValueHypothesis = {
  code: 'signed-info-written-anew',
  *guesses({ signature, method }) {
    const { bytes } = signature.signedInfo.document
    const { start, end } = signature.signedInfo
    const text = Buffer.from(bytes.subarray(start, end)).toString()
    const tight = text.replaceAll(betweenTags, '><')
    const texts = [
      tight,
      text.replaceAll(carriageReturn, ''),
      text.replaceAll(/\r?\n/g, '&#13;\n'),
      tight.replaceAll('><', '>\n<').replaceAll('>\n</', '></'),
      ...['  ', '    ', '\t', ''].flatMap((unit) =>
        [0, 1, 2, 3, 4].map((depth) => indent(tight, unit, depth)),
      ),
    ]
    for (const other of new Set(texts)) {
      const octets = rewrittenSignedInfo(signature, other, method)
      yield octets && { octets }
    }
  },
}

/** The canonical form of a SignedInfo that was written otherwise; undefined when it is no XML. */
export function rewrittenSignedInfo(
  { signedInfo, body }: SignedValue['signature'],
  text: string,
  method: SignedValue['method'],
): Buffer | undefined {
  const { bytes } = signedInfo.document
  // The Body is left out: SignedInfo does not need it, and it may be long.
  const [cutStart, cutEnd] =
    body !== undefined && body.start > signedInfo.end
      ? [body.contentStart, body.contentEnd]
      : [bytes.length, bytes.length]
  const parts = [
    bytes.subarray(0, signedInfo.start),
    Buffer.from(text),
    bytes.subarray(signedInfo.end, cutStart),
    bytes.subarray(cutEnd),
  ]
  const whole = Buffer.concat(parts)
  try {
    const document = scan(whole, { maxBytes: whole.length })
    const element = document.element(signedInfo.index)
    return canonicalForm(document, { ...method, element })
  } catch (error) {
    if (error instanceof XmlError) return undefined
    throw error
  }
}
