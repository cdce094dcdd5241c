import { createTestAuthority } from '@arna/testing'
import { expect, test } from 'vitest'
import { type KeyReference, sameKey } from './key-reference.ts'

test('a key reference means the certificate with these octets, or this issuer and serial number', async () => {
  const authority = await createTestAuthority({ commonName: 'ОРТАЛЫҚ' })
  const { certificate } = await authority.issue({ serial: 7n })
  const bySerial = (issuer: string, serial: string): KeyReference => ({
    kind: 'issuer-serial',
    issuer,
    serial,
  })
  const byOctets = (octets: Uint8Array): KeyReference => ({
    kind: 'certificate',
    via: 'KeyIdentifier',
    certificate: Buffer.from(octets),
  })
  expect(sameKey(bySerial('CN=ОРТАЛЫҚ, C=KZ', '7'), certificate)).toBe(true)
  expect(sameKey(bySerial('C=KZ,CN=ОРТАЛЫҚ', '7'), certificate)).toBe(true)
  expect(sameKey(bySerial('C=KZ,CN=ОРТАЛЫҚ', '8'), certificate)).toBe(false)
  expect(sameKey(bySerial('C=KZ,CN=ОРТАЛЫК', '7'), certificate)).toBe(false)
  expect(sameKey(byOctets(certificate.der), certificate)).toBe(true)
  expect(sameKey(byOctets(certificate.der.subarray(1)), certificate)).toBe(false)
  expect(sameKey(byOctets((await authority.issue()).certificate.der), certificate)).toBe(false)
})
