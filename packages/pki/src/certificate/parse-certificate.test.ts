import { existsSync, readFileSync } from 'node:fs'
import { X509Certificate } from 'node:crypto'
import { createTestAuthority, type TestAuthority } from '@arna/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { PkiError } from '../pki-error.ts'
import { parseCertificate, parseCertificates } from './parse-certificate.ts'

let authority: TestAuthority
beforeAll(async () => {
  authority = await createTestAuthority()
})

describe('parseCertificate', () => {
  test('reads the same from DER and PEM, and what OpenSSL reads', async () => {
    const { certificate } = await authority.issue({
      commonName: 'Ә, "Б" + В',
      iin: '900101350123',
      bin: '050140001234',
      organisation: 'АО Ғ',
    })
    const other = new X509Certificate(certificate.der)
    expect(parseCertificate(certificate.pem).sha256).toBe(certificate.sha256)
    expect(parseCertificate(Buffer.from(certificate.pem)).der).toEqual(certificate.der)
    expect(certificate.sha256).toBe(other.fingerprint256.replaceAll(':', '').toLowerCase())
    expect(BigInt(certificate.serial)).toBe(BigInt(`0x${other.serialNumber}`))
    expect(certificate.notAfter).toEqual(new Date(other.validTo))
    expect(certificate.publicKey.equals(other.publicKey)).toBe(true)
    expect(certificate).toMatchObject({
      subject: 'OU=BIN050140001234,O=АО Ғ,C=KZ,serialNumber=IIN900101350123,CN=Ә\\, \\"Б\\" \\+ В',
      issuer: 'C=KZ,CN=ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (ARNA TEST)',
      commonName: 'Ә, "Б" + В',
      organisation: 'АО Ғ',
      iin: '900101350123',
      bin: '050140001234',
      ca: false,
      keyUsage: new Set(['digitalSignature', 'nonRepudiation']),
    })
  })

  test('reads all certificates of a PEM and skips what stands between', async () => {
    const { certificate } = await authority.issue()
    const pem = `text\n${certificate.pem}\n# more\n${authority.certificate.pem}`
    expect(parseCertificates(pem).map(({ sha256 }) => sha256)).toEqual([
      certificate.sha256,
      authority.certificate.sha256,
    ])
    expect(() => parseCertificate(pem)).toThrow('several certificates')
  })

  test('refuses octets after the certificate, before it and within it', () => {
    const { der } = authority.certificate
    const refused = expect.objectContaining({ code: 'certificate-malformed' })
    expect(() => parseCertificate(Buffer.concat([der, Buffer.of(0)]))).toThrow(refused)
    expect(() => parseCertificate(der.subarray(0, -1))).toThrow(refused)
    expect(() => parseCertificate(Buffer.alloc(0))).toThrow(refused)
    expect(() => parseCertificate('no certificate')).toThrow(refused)
    expect(() => parseCertificate(Buffer.alloc(100_000, 0x30))).toThrow(refused)
  })

  test('refuses an extension that stands twice', async () => {
    const extension = { oid: '1.2.398.3.3.99', critical: false, value: Buffer.of(5, 0) }
    await expect(authority.issue({ extensions: [extension, extension] })).rejects.toMatchObject({
      code: 'certificate-malformed',
      message: expect.stringContaining('stands twice'),
    })
  })

  test('answers damaged certificates with a PkiError or with what they now say, and nothing else', () => {
    const { der } = authority.certificate
    const octets = [0, 1, 2, 3, 5, 6, 0x17, 0x30, 0x31, 0x7f, 0x80, 0x81, 0xa0, 0xa3, 0xff]
    for (const at of der.keys()) {
      for (const octet of octets) {
        const damaged = Buffer.from(der)
        damaged[at] = octet
        expect(isReadOrRefused(damaged), `octet ${octet} at ${at}`).toBe(true)
      }
    }
  })
})

function isReadOrRefused(der: Buffer): boolean {
  try {
    void parseCertificate(der).publicKey
    return true
  } catch (error) {
    return error instanceof PkiError
  }
}

const vectors = new URL('../../../../../shared/vectors/kz/', import.meta.url)
const vectorsAreHere = existsSync(vectors)

describe(`certificates of the Kazakh CA${vectorsAreHere ? '' : ' (NOT RUN: the shared vectors are not beside the project)'}`, () => {
  const read = (file: string) => parseCertificate(readFileSync(new URL(file, vectors)))

  test.skipIf(!vectorsAreHere)('give the IIN and BIN of the subject', () => {
    expect(read('ceo_valid_sign_2004_gost.cer')).toMatchObject({
      iin: '123456789011',
      bin: '123456789021',
      ca: false,
    })
    expect(read('individual_valid_sign_2004_rsa.cer')).toMatchObject({
      iin: '123456789011',
      bin: undefined,
    })
    expect(read('nca_rsa_test.crt')).toMatchObject({
      subject: 'CN=ҰКО 3.0 (RSA TEST),C=KZ',
      ca: true,
    })
  })

  test.skipIf(!vectorsAreHere)(
    'with GOST keys are read, and say so when the key is asked for',
    () => {
      expect(() => read('u1.cer').publicKey).toThrow(
        expect.objectContaining({
          code: 'key-malformed',
          message: expect.stringContaining('GOST signatures are not supported yet'),
        }),
      )
    },
  )
})
