import type { ValueHypothesis } from './hypothesis.ts'

/** The key signed something else than SignedInfo: the Body itself, or a digest that was made already. */
export const otherBytesSigned: ValueHypothesis = {
  code: 'other-bytes-signed',
  *guesses({ body, received, signature: { bodyReference } }) {
    if (body !== undefined) {
      yield { octets: body.received, values: { bytes: 'soap:Body' } }
      yield {
        octets: body.digest.digest(received),
        values: { bytes: `${body.digest.name}(SignedInfo)` },
      }
    }
    if (bodyReference === undefined) return
    yield { octets: bodyReference.digestValue, values: { bytes: 'DigestValue' } }
    yield {
      octets: Buffer.from(bodyReference.digestValue.toString('base64')),
      values: { bytes: 'base64(DigestValue)' },
    }
  },
}
