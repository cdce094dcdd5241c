import type { ValueHypothesis } from './hypothesis.ts'

/** The value of ECDSA is r‖s; libraries for other purposes write DER, or the halves otherwise (RFC 6931 §2.3.6). */
export const ellipticValueInDer: ValueHypothesis = {
  code: 'elliptic-value-in-der',
  *guesses({ signature: { value }, algorithm, key }) {
    if (algorithm.family !== 'ecdsa') return
    const half = halfOf(key.asymmetricKeyDetails?.namedCurve)
    const halves = half === undefined ? undefined : readDerPair(value, half)
    yield halves && { value: halves }
  },
}

export const ellipticHalvesTurned: ValueHypothesis = {
  code: 'elliptic-halves-turned',
  *guesses({ signature: { value }, algorithm }) {
    if (algorithm.family !== 'ecdsa' || value.length % 2 === 1) return
    const [r, s] = [value.subarray(0, value.length / 2), value.subarray(value.length / 2)]
    yield { value: Buffer.concat([s, r]), values: { order: 's‖r' } }
    yield {
      value: Buffer.concat([r.toReversed(), s.toReversed()]),
      values: { order: 'r‖s, little-endian' },
    }
    yield { value: value.toReversed(), values: { order: 's‖r, little-endian' } }
  },
}

const halves: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 }

const halfOf = (curve: string | undefined): number | undefined => halves[curve ?? '']

/** SEQUENCE of two INTEGERs, each brought to the length of the order. */
function readDerPair(der: Buffer, half: number): Buffer | undefined {
  const start = der[1] === 0x81 ? 3 : 2
  if (der[0] !== 0x30) return undefined
  const r = readInteger(der, start)
  const s = r && readInteger(der, r.end)
  if (r === undefined || s?.end !== der.length) return undefined
  if (r.octets.length > half || s.octets.length > half) return undefined
  const padded = (octets: Buffer): Buffer =>
    Buffer.concat([Buffer.alloc(half - octets.length), octets])
  return Buffer.concat([padded(r.octets), padded(s.octets)])
}

function readInteger(der: Buffer, at: number): { octets: Buffer; end: number } | undefined {
  const length = der[at + 1]
  if (der[at] !== 0x02 || length === undefined || length === 0 || length > 0x7f) return undefined
  const end = at + 2 + length
  if (end > der.length) return undefined
  const octets = der.subarray(at + 2, end)
  return { octets: octets[0] === 0 ? octets.subarray(1) : octets, end }
}
