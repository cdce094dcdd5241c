import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { generateKey } from '../keys/keys.ts'
import { findByIssuerSerial } from './find-certificate.ts'
import { issueCertificate } from './issue-certificate.ts'

const validity = {
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2055-01-01T00:00:00Z'),
}

describe('issueCertificate', () => {
  test.each(['rsa2048', 'rsa3072', 'p256', 'p384', 'p521'] as const)(
    'signs with %s, and OpenSSL agrees',
    async (kind) => {
      const { privateKey, publicKey } = await generateKey(kind)
      const subject = { commonName: 'ТЕСТ ОРТАЛЫҚ' }
      const authority = await issueCertificate({
        subject,
        publicKey,
        issuerKey: privateKey,
        ca: true,
        pathLength: 0,
        ...validity,
      })
      const leaf = await issueCertificate({
        subject: {
          commonName: 'ТЕСТОВ ТЕСТ',
          surname: 'ТЕСТОВ',
          iin: '900101350123',
          organisation: 'АО',
          bin: '050140001234',
          givenName: 'ТЕСТОВИЧ',
        },
        publicKey: (await generateKey('p256')).publicKey,
        issuer: { certificate: authority, key: privateKey },
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.4', '1.2.398.3.3.4.1.2'],
        ...validity,
      })
      const [upper, lower] = [new X509Certificate(authority.der), new X509Certificate(leaf.der)]
      expect(upper.ca).toBe(true)
      expect(lower.ca).toBe(false)
      expect(lower.checkIssued(upper)).toBe(true)
      expect(lower.verify(upper.publicKey)).toBe(true)
      expect(lower.subject).toBe(
        'CN=ТЕСТОВ ТЕСТ\nSN=ТЕСТОВ\nserialNumber=IIN900101350123\nC=KZ\nO=АО\nOU=BIN050140001234\nGN=ТЕСТОВИЧ',
      )
      expect(new Date(lower.validTo)).toEqual(validity.notAfter)
      expect(leaf).toMatchObject({
        iin: '900101350123',
        bin: '050140001234',
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.4', '1.2.398.3.3.4.1.2'],
      })
      expect(authority).toMatchObject({
        ca: true,
        pathLength: 0,
        keyUsage: new Set(['keyCertSign', 'cRLSign']),
      })
    },
  )

  test('refuses to be signed by a key that is too weak, or by none', async () => {
    const { publicKey } = await generateKey('p256')
    const order = { subject: { commonName: 'X' }, publicKey }
    await expect(issueCertificate(order)).rejects.toMatchObject({ code: 'key-malformed' })
    await expect(issueCertificate({ ...order, issuerKey: publicKey })).rejects.toMatchObject({
      code: 'key-malformed',
    })
  })
})

describe('findByIssuerSerial', () => {
  test('finds by the name in either order and the decimal number, and nothing else', async () => {
    const { privateKey, publicKey } = await generateKey('p256')
    const issue = (serial: bigint) =>
      issueCertificate({
        subject: { commonName: 'ҰКО 3.0' },
        publicKey,
        issuerKey: privateKey,
        serial,
        ...validity,
      })
    const certificates = await Promise.all([issue(255n), issue(2n ** 159n + 1n)])
    const find = (issuer: string, serial: string) =>
      findByIssuerSerial(certificates, issuer, serial)
    expect(find('CN=ҰКО 3.0,C=KZ', '255')).toEqual([certificates[0]])
    expect(find('C=KZ, CN=ҰКО 3.0', ' 00255\n')).toEqual([certificates[0]])
    expect(find('C=KZ,CN=ҰКО 3.0', (2n ** 159n + 1n).toString())).toEqual([certificates[1]])
    expect(find('CN=ҰКО 3.0,C=KZ', '0xff')).toEqual([])
    expect(find('CN=ҰКО 3.0,C=KZ', '-255')).toEqual([])
    expect(find('CN=ҰКО 3.0,C=RU', '255')).toEqual([])
    expect(find('nobody', '255')).toEqual([])
  })
})
