import { derTag } from './read-der.ts'

/** Tag, shortest length, content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  const header: number[] = []
  if (length < 0x80) header.push(length)
  else {
    for (let rest = length; rest > 0; rest >>>= 8) header.unshift(rest & 0xff)
    header.unshift(0x80 | header.length)
  }
  return Buffer.concat([Uint8Array.of(tag, ...header), ...content])
}

export function sequence(...content: readonly Uint8Array[]): Buffer {
  return der(derTag.sequence, ...content)
}

/** [number] EXPLICIT, or a constructed IMPLICIT. */
export function tagged(number: number, ...content: readonly Uint8Array[]): Buffer {
  return der(0xa0 | number, ...content)
}

export function oid(dotted: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  return der(derTag.oid, Uint8Array.from([first * 40n + second, ...rest].flatMap(base128)))
}

function base128(arc: bigint): number[] {
  const octets = [Number(arc & 0x7fn)]
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80)
  return octets
}

/** For numbers that are not negative. */
export function integer(value: bigint): Buffer {
  const hex = value.toString(16)
  const octets = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return der(derTag.integer, ...(octets[0]! < 0x80 ? [octets] : [Uint8Array.of(0), octets]))
}

export function boolean(value: boolean): Buffer {
  return der(derTag.boolean, Uint8Array.of(value ? 0xff : 0))
}

/** The content is a whole number of octets. */
export function bitString(content: Uint8Array): Buffer {
  return der(derTag.bitString, Uint8Array.of(0), content)
}

/** Named bits: bit 0 is the first; trailing zero bits are dropped (X.690 §11.2.2). */
export function namedBits(bits: readonly number[]): Buffer {
  const last = Math.max(...bits)
  const octets = Buffer.alloc((last >> 3) + 1)
  for (const bit of bits) octets[bit >> 3]! |= 0x80 >> (bit & 7)
  return der(derTag.bitString, Uint8Array.of(7 - (last & 7)), octets)
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5); fractions of a second are dropped. */
export function time(date: Date): Buffer {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:T]/g, '')
  const short = date.getUTCFullYear() >= 1950 && date.getUTCFullYear() < 2050
  return short
    ? der(derTag.utcTime, Buffer.from(digits.slice(2)))
    : der(derTag.generalizedTime, Buffer.from(digits))
}
