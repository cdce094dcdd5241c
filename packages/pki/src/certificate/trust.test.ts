import { generateKeyPairSync, sign } from 'node:crypto'
import { createTestAuthority, selfSigned, type TestAuthority } from '@arna/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { derChildren, derWhole, readWholeDer } from '../der/read-der.ts'
import { bitString, der, oid, sequence } from '../der/write-der.ts'
import { parseCertificate } from './parse-certificate.ts'
import { Trust } from './trust.ts'

const at = new Date('2026-11-23T12:00:00Z')
const options = { at }
let root: TestAuthority
beforeAll(async () => {
  root = await createTestAuthority({ keyKind: 'rsa2048' })
})

const refused = (code: string, text = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(text) })

describe('a chain is trusted', () => {
  test('from the certificate to the anchor that issued it', async () => {
    const { certificate } = await root.issue({ notAfter: new Date('2027-01-01T00:00:00Z') })
    const verdict = root.trust().check(certificate, options)
    expect(verdict.chain.map(({ sha256 }) => sha256)).toEqual([
      certificate.sha256,
      root.certificate.sha256,
    ])
    expect(verdict.validUntil).toEqual(new Date('2027-01-01T00:00:00Z'))
  })

  test('through intermediates of other key kinds, whatever their order', async () => {
    const upper = await root.intermediate({ commonName: 'UPPER', keyKind: 'p384' })
    const lower = await upper.intermediate({ commonName: 'LOWER', keyKind: 'p521' })
    const { certificate } = await lower.issue()
    const trust = root.trust({ intermediates: [lower.certificate, upper.certificate] })
    expect(trust.check(certificate, options).chain).toHaveLength(4)
  })

  test('by the one of two CAs with the same name that has signed', async () => {
    const twin = await createTestAuthority()
    const { certificate } = await root.issue()
    const trust = new Trust({ anchors: [twin.certificate, root.certificate] })
    expect(trust.check(certificate, options).chain[1]?.sha256).toBe(root.certificate.sha256)
  })

  test('when the certificate itself is an anchor', async () => {
    const { certificate } = await selfSigned()
    expect(new Trust({ anchors: [certificate] }).check(certificate, options).chain).toHaveLength(1)
  })
})

describe('a certificate is refused', () => {
  test('before and after its validity, to the second', async () => {
    const notBefore = new Date('2026-01-01T00:00:00Z')
    const notAfter = new Date('2026-12-31T23:59:59Z')
    const { certificate } = await root.issue({ notBefore, notAfter })
    const check = (time: number) => root.trust().check(certificate, { at: new Date(time) })
    expect(check(notBefore.getTime()).chain).toHaveLength(2)
    expect(check(notAfter.getTime()).chain).toHaveLength(2)
    expect(() => check(notBefore.getTime() - 1)).toThrow(refused('certificate-not-yet-valid'))
    expect(() => check(notAfter.getTime() + 1)).toThrow(
      refused('certificate-expired', '2026-12-31'),
    )
  })

  test('when it signed itself with the right subject and the name of the CA', async () => {
    const { certificate } = await selfSigned({ iin: '900101350123', bin: '050140001234' })
    expect(() => root.trust().check(certificate, options)).toThrow(
      refused('certificate-untrusted', 'issued by itself'),
    )
    const lookalike = await createTestAuthority()
    const { certificate: leaf } = await lookalike.issue()
    expect(() => root.trust().check(leaf, options)).toThrow(
      refused('certificate-untrusted', 'has not signed it'),
    )
  })

  test('when a certificate that is no CA issued it', async () => {
    const middle = await root.intermediate({
      ca: false,
      keyUsage: ['digitalSignature', 'keyCertSign'],
    })
    const { certificate } = await middle.issue()
    const trust = root.trust({ intermediates: [middle.certificate] })
    expect(() => trust.check(certificate, options)).toThrow(
      refused('certificate-untrusted', 'is no CA'),
    )
  })

  test('when its CA may not sign certificates', async () => {
    const middle = await root.intermediate({ keyUsage: ['cRLSign'] })
    const { certificate } = await middle.issue()
    const trust = root.trust({ intermediates: [middle.certificate] })
    expect(() => trust.check(certificate, options)).toThrow(
      refused('certificate-untrusted', 'may not sign certificates'),
    )
  })

  test('when its CA has expired', async () => {
    const middle = await root.intermediate({ notAfter: new Date('2025-01-01T00:00:00Z') })
    const { certificate } = await middle.issue()
    const trust = root.trust({ intermediates: [middle.certificate] })
    expect(() => trust.check(certificate, options)).toThrow(
      refused('certificate-untrusted', 'expired'),
    )
  })

  test('when the path is longer than a CA allows', async () => {
    const short = await createTestAuthority({ pathLength: 0 })
    const middle = await short.intermediate()
    const { certificate } = await middle.issue()
    const trust = short.trust({ intermediates: [middle.certificate] })
    expect(() => trust.check(certificate, options)).toThrow(
      refused('certificate-untrusted', 'allows 0 CAs'),
    )
    const direct = await short.issue()
    expect(trust.check(direct.certificate, options).chain).toHaveLength(2)
  })

  test('when the CA of its issuer is not known', async () => {
    const middle = await root.intermediate()
    const { certificate } = await middle.issue()
    expect(() => root.trust().check(certificate, options)).toThrow(
      refused('certificate-untrusted', 'no trusted certificate'),
    )
  })

  test('when intermediates lead round in a circle', async () => {
    const a = await createTestAuthority({ commonName: 'A' })
    const b = await createTestAuthority({ commonName: 'B' })
    const ab = await a.issue({ commonName: 'B', ca: true, key: b.key })
    const ba = await b.issue({ commonName: 'A', ca: true, key: a.key })
    const { certificate } = await b.issue()
    const trust = root.trust({
      intermediates: [ab.certificate, ba.certificate, a.certificate, b.certificate],
    })
    expect(() => trust.check(certificate, options)).toThrow(refused('certificate-untrusted'))
  })

  test.each([[['keyEncipherment']], [['keyAgreement', 'dataEncipherment']]] as const)(
    'with the key usage %j',
    async (keyUsage) => {
      const { certificate } = await root.issue({ keyUsage })
      expect(() => root.trust().check(certificate, options)).toThrow(refused('certificate-usage'))
    },
  )

  test.each([[['digitalSignature']], [['nonRepudiation']], [[]]] as const)(
    'not with the key usage %j',
    async (keyUsage) => {
      const { certificate } = await root.issue({ keyUsage })
      expect(root.trust().check(certificate, options).chain).toHaveLength(2)
    },
  )

  test('when it is the certificate of a CA, of a time stamp or of OCSP', async () => {
    const ca = await root.issue({ ca: true, keyUsage: ['digitalSignature', 'keyCertSign'] })
    const stamp = await root.issue({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'] })
    const ocsp = await root.issue({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'] })
    for (const { certificate } of [ca, stamp, ocsp]) {
      expect(() => root.trust().check(certificate, options)).toThrow(refused('certificate-usage'))
    }
  })

  test('with a critical extension that nobody knows, in the certificate and above it', async () => {
    const extensions = [{ oid: '1.2.398.3.3.99', critical: true, value: Buffer.of(5, 0) }]
    const odd = await root.issue({ extensions })
    expect(() => root.trust().check(odd.certificate, options)).toThrow(
      refused('certificate-usage', '1.2.398.3.3.99'),
    )
    const middle = await root.intermediate({ extensions })
    const { certificate } = await middle.issue()
    const trust = root.trust({ intermediates: [middle.certificate] })
    expect(() => trust.check(certificate, options)).toThrow(
      refused('certificate-untrusted', '1.2.398.3.3.99'),
    )
    const harmless = await root.issue({ extensions: [{ ...extensions[0]!, critical: false }] })
    expect(root.trust().check(harmless.certificate, options).chain).toHaveLength(2)
  })

  test('when its issuer restricts names, which nobody here evaluates', async () => {
    const middle = await root.intermediate({
      extensions: [{ oid: '2.5.29.30', critical: false, value: sequence() }],
    })
    const { certificate } = await middle.issue()
    const trust = root.trust({ intermediates: [middle.certificate] })
    expect(() => trust.check(certificate, options)).toThrow(
      refused('certificate-untrusted', '2.5.29.30'),
    )
  })

  test('when its key is too weak', async () => {
    const key = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    const { certificate } = await root.issue({ key })
    expect(() => root.trust().check(certificate, options)).toThrow(
      refused('certificate-untrusted', 'too weak'),
    )
  })

  test('when it is signed with SHA-1', async () => {
    const { certificate } = await root.issue()
    const [tbs] = derChildren(readWholeDer(certificate.der))
    const sha1 = sequence(oid('1.2.840.113549.1.1.5'), der(5))
    const fields = derChildren(tbs!).map((field, index) => (index === 2 ? sha1 : derWhole(field)))
    const weak = sequence(...fields)
    const forged = parseCertificate(sequence(weak, sha1, bitString(sign('sha1', weak, root.key))))
    expect(() => root.trust().check(forged, options)).toThrow(
      refused('certificate-untrusted', '1.2.840.113549.1.1.5'),
    )
  })

  test('when a bit of it was changed after signing', async () => {
    const { certificate } = await root.issue({ bin: '050140001234' })
    const changed = Buffer.from(certificate.der)
    const place = changed.indexOf('BIN050140001234')
    changed.write('BIN999999999999', place, 'latin1')
    const forged = parseCertificate(changed)
    expect(forged.bin).toBe('999999999999')
    expect(() => root.trust().check(forged, options)).toThrow(
      refused('certificate-untrusted', 'has not signed it'),
    )
  })
})

describe('a verdict is remembered', () => {
  test('until the certificate expires, however long verdicts may be kept', async () => {
    let now = new Date('2026-11-23T12:00:00Z')
    const { certificate } = await root.issue({ notAfter: new Date('2026-11-23T12:00:10Z') })
    const trust = new Trust({ anchors: [root.certificate], now: () => now, verdictSeconds: 3600 })
    const first = trust.check(certificate)
    now = new Date('2026-11-23T12:00:09Z')
    expect(trust.check(certificate)).toBe(first)
    now = new Date('2026-11-23T12:00:11Z')
    expect(() => trust.check(certificate)).toThrow(refused('certificate-expired'))
  })

  test('for its time and no longer, and not when the clock goes back', async () => {
    let now = new Date('2026-11-23T12:00:00Z')
    const { certificate } = await root.issue()
    const trust = new Trust({ anchors: [root.certificate], now: () => now, verdictSeconds: 60 })
    const first = trust.check(certificate)
    now = new Date('2026-11-23T12:00:59Z')
    expect(trust.check(certificate)).toBe(first)
    now = new Date('2026-11-23T12:01:00Z')
    const second = trust.check(certificate)
    expect(second).not.toBe(first)
    now = new Date('2026-11-23T11:00:00Z')
    expect(trust.check(certificate)).not.toBe(second)
  })

  test('when it is a refusal too, but shorter', async () => {
    let now = new Date('2026-11-23T12:00:00Z')
    const { certificate } = await root.issue({ notBefore: new Date('2026-11-23T12:00:05Z') })
    const trust = new Trust({ anchors: [root.certificate], now: () => now, refusalSeconds: 10 })
    expect(() => trust.check(certificate)).toThrow(refused('certificate-not-yet-valid'))
    now = new Date('2026-11-23T12:00:06Z')
    expect(() => trust.check(certificate)).toThrow(refused('certificate-not-yet-valid'))
    now = new Date('2026-11-23T12:00:10Z')
    expect(trust.check(certificate).chain).toHaveLength(2)
  })

  test('for so many certificates and no more: the oldest used is forgotten', async () => {
    const now = () => at
    const leaves = await Promise.all([root.issue(), root.issue(), root.issue()])
    const [a, b, c] = leaves.map(({ certificate }) => certificate)
    const trust = new Trust({ anchors: [root.certificate], now, mostVerdicts: 2 })
    const [ofA, ofB] = [trust.check(a!), trust.check(b!)]
    trust.check(a!)
    trust.check(c!)
    expect(trust.check(a!)).toBe(ofA)
    expect(trust.check(b!)).not.toBe(ofB)
  })
})
