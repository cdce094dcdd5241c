import { existsSync, readFileSync } from 'node:fs'
import { parseCertificate, Trust } from '@arna/pki'
import { scan } from '@arna/xml'
import { describe, expect, test } from 'vitest'
import { sameKey } from './key-info/key-reference.ts'
import { verifySignatures } from './signature/verify-signatures.ts'
import { readTransportSignature } from './ws-security/read-transport-signature.ts'
import { verifyTransportSignature } from './ws-security/verify-transport-signature.ts'

const vectors = new URL('../../../../shared/vectors/', import.meta.url)
const areHere = existsSync(vectors)
const read = (file: string): Buffer => readFileSync(new URL(file, vectors))

describe(`messages of other systems${areHere ? '' : ' (NOT RUN: the shared vectors are not beside the project)'}`, () => {
  test.skipIf(!areHere)('an RSA message of NCANode verifies, its chain too at its time', () => {
    const signature = readTransportSignature(scan(read('shep/wsse-rsa.xml')))
    const { keyReference } = signature
    const certificate = parseCertificate(
      keyReference.kind === 'certificate' ? keyReference.certificate : '',
    )
    expect(certificate).toMatchObject({ iin: '123456789011', bin: undefined })
    expect(sameKey(keyReference, certificate)).toBe(true)
    expect(verifyTransportSignature(signature, certificate.publicKey).body.localName).toBe('Body')

    const trust = new Trust({ anchors: [parseCertificate(read('kz/nca_rsa_test.crt'))] })
    expect(trust.check(certificate, { at: new Date('2021-06-01T00:00:00Z') }).chain).toHaveLength(2)
    expect(() => trust.check(certificate, { at: new Date('2023-06-01T00:00:00Z') })).toThrow(
      expect.objectContaining({ code: 'certificate-expired' }),
    )
  })

  test.skipIf(!areHere).each([
    ['shep/nitec-request-gost2004.xml', 1],
    ['shep/nitec-response-gost2004.xml', 1],
    ['smev/smev-3.xml', 2],
    ['smev/fss-good-request.xml', 1],
    ['smev/smev-1-reindented-invalid.xml', 1],
  ])('%s is read, and its GOST signatures are told to be unsupported', (file, count) => {
    const reports = verifySignatures(scan(read(file)))
    expect(reports).toHaveLength(count)
    for (const report of reports) {
      expect(report).toMatchObject({ valid: false, algorithm: expect.stringContaining('gost') })
      expect(report.problems.join()).toContain('is not supported')
    }
  })
})
