import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { integer, sequence } from '../der/write-der.ts'
import { ecdsaValueFromDer, ecdsaValueToDer } from './ecdsa-value.ts'

const scalar = (octets: number) =>
  fc.oneof(
    fc.uint8Array({ minLength: octets, maxLength: octets }),
    // Short ones: leading zeros are what the two forms disagree about.
    fc
      .uint8Array({ minLength: 1, maxLength: octets })
      .map((end) => Buffer.concat([Buffer.alloc(octets - end.length), end])),
  )

describe.each([
  ['prime256v1', 32],
  ['secp384r1', 48],
  ['secp521r1', 66],
] as const)('an ECDSA value on %s', (namedCurve, half) => {
  test('is written in DER as an independent writer of DER does, and read back', () => {
    const number = (octets: Uint8Array): bigint =>
      BigInt(`0x${Buffer.from(octets).toString('hex')}`)
    fc.assert(
      fc.property(scalar(half), scalar(half), (r, s) => {
        const value = Buffer.concat([r, s])
        const der = ecdsaValueToDer(value)
        expect(der).toEqual(sequence(integer(number(r)), integer(number(s))))
        expect(ecdsaValueFromDer(der, half)).toEqual(value)
      }),
    )
  })

  test('is understood by OpenSSL both ways', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    const encoding = { dsaEncoding: 'ieee-p1363' } as const
    for (let time = 0; time < 50; time++) {
      const data = randomBytes(20)
      const value = sign('sha256', data, { key: privateKey, ...encoding })
      expect(verify('sha256', data, publicKey, ecdsaValueToDer(value))).toBe(true)
      const made = ecdsaValueFromDer(sign('sha256', data, privateKey), half)
      expect(verify('sha256', data, { key: publicKey, ...encoding }, made)).toBe(true)
    }
  })
})
