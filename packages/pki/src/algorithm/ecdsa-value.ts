/**
 * The two forms of an ECDSA signature: r‖s, each as long as the order, in XML (RFC 6931 §2.3.6), and the sequence of two
 * INTEGERs in DER (RFC 3279 §2.2.3). Node knows both, but where it is told which one it looks at the key so long that a
 * signature takes twice the time of its arithmetic.
 */
export function ecdsaValueToDer(value: Uint8Array): Buffer {
  const half = value.length / 2
  const r = significant(value, 0, half)
  const s = significant(value, half, value.length)
  const content = integerLength(value, r, half) + integerLength(value, s, value.length)
  const long = content < 0x80 ? 0 : 1
  const der = Buffer.allocUnsafe(2 + long + content)
  let at = 0
  der[at++] = sequenceTag
  if (long === 1) der[at++] = oneOctetOfLength
  der[at++] = content
  for (const [start, end] of [
    [r, half],
    [s, value.length],
  ] as const) {
    const length = integerLength(value, start, end) - 2
    der[at++] = integerTag
    der[at++] = length
    if (length > end - start) der[at++] = 0
    der.set(value.subarray(start, end), at)
    at += end - start
  }
  return der
}

/** `half`: how many octets the order of the curve has. For what OpenSSL made, not for what strangers send. */
export function ecdsaValueFromDer(der: Uint8Array, half: number): Buffer {
  const value = Buffer.alloc(2 * half)
  let at = der[1]! < 0x80 ? 2 : 3
  for (const end of [half, 2 * half]) {
    const length = der[at + 1]!
    const start = at + 2
    at = start + length
    const octets = der.subarray(length > half ? start + 1 : start, at)
    value.set(octets, end - octets.length)
  }
  return value
}

const sequenceTag = 0x30
const integerTag = 0x02
const oneOctetOfLength = 0x81

/** Where the number begins without its leading zeros; its last octet always counts. */
function significant(value: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end - 1 && value[at] === 0) at++
  return at
}

/** Tag and length included; an INTEGER whose first bit is set would be negative without a zero before it. */
const integerLength = (value: Uint8Array, start: number, end: number): number =>
  2 + end - start + (value[start]! >> 7)
