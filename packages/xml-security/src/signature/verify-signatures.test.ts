import { sign } from 'node:crypto'
import { Trust } from '@arna/pki'
import { createTestAuthority, type TestAuthority } from '@arna/testing'
import { scan, XmlError } from '@arna/xml'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { namespaces, valueTypes } from '../namespaces.ts'
import { signAsWritten } from '../test-setup/sign-as-written.ts'
import { writtenEnvelope, writtenReference } from '../test-setup/written-envelope.ts'
import { signEnvelope } from '../ws-security/sign-envelope.ts'
import { type DocumentSigner, signById, signEnveloped } from './sign-document.ts'
import { verifySignatures, type VerifyOptions } from './verify-signatures.ts'

const { ds, soap11, wsse } = namespaces
const at = new Date('2026-11-23T12:00:00Z')
let authority: TestAuthority
let signer: DocumentSigner

beforeAll(async () => {
  authority = await createTestAuthority()
  signer = await authority.issue({ keyKind: 'rsa2048', iin: '900101350123', bin: '050140001234' })
})

const xml = (text: string) => scan(Buffer.from(text))
const verify = (signed: Uint8Array | string, options?: VerifyOptions) =>
  verifySignatures(scan(Buffer.from(signed as string)), options)
const document = '<?x?><r xmlns:u="urn:u" Id="whole"><part Id="p">тест<!-- c --></part></r>'
const valid = [{ valid: true, problems: [] }]

describe('a report', () => {
  test('says what was signed, how, and by whom', () => {
    expect(verify(signById(xml(document), 'p', signer))).toEqual([
      {
        valid: true,
        algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        actor: null,
        references: [{ uri: '#p', valid: true, problem: null }],
        certificate: {
          subject: 'OU=BIN050140001234,C=KZ,serialNumber=IIN900101350123,CN=ТЕСТОВ ТЕСТ',
          serial: signer.certificate.serial,
          iin: '900101350123',
          bin: '050140001234',
          notBefore: signer.certificate.notBefore,
          notAfter: signer.certificate.notAfter,
        },
        problems: [],
      },
    ])
  })

  test('is made for every signature of a document, each judged alone', () => {
    const once = signById(xml(document), 'p', signer)
    const twice = signEnveloped(
      xml(`<outer>${once.toString().replace('<?x?>', '')}</outer>`),
      signer,
    )
    expect(verify(twice).map(({ valid: isValid }) => isValid)).toEqual([true, true])
    const changed = twice.toString().replace('</r>', '</r> ')
    expect(verify(changed).map(({ valid: isValid }) => isValid)).toEqual([true, false])
  })

  test('says of thousands of references that they are too many, and hashes nothing for them', () => {
    const certificate = signer.certificate.der.toString('base64')
    const body = `<a>${'x'.repeat(1_000_000)}</a>`
    const references = writtenReference('#body', { value: 'AAAA' }).repeat(3_000)
    const [report] = verify(
      writtenEnvelope({ certificate, body, references }).replace('>?<', '>AAAA<'),
    )
    expect(report).toMatchObject({ valid: false, references: [] })
    expect(report!.problems[0]).toContain('more than 256 references')
  })

  test('tells which of several references is wrong', () => {
    const certificate = signer.certificate.der.toString('base64')
    const references = writtenReference('#body') + writtenReference('#other')
    const text = writtenEnvelope({
      certificate,
      references,
      beforeSignature: '<x wsu:Id="other">1</x>',
    })
    const signed = signAsWritten(text, signer.key).toString()
    expect(verify(signed)).toMatchObject(valid)
    const [report] = verify(signed.replace('>1</x>', '>2</x>'))
    expect(report!.references.map((reference) => reference.valid)).toEqual([true, false])
    expect(report).toMatchObject({ valid: false, problems: [] })
    expect(report!.references[1]!.problem).toContain('changed after signing')
  })

  test('names the actor of the header', () => {
    const signed = signEnvelope({ content: ['<a/>'] }, { ...signer, reference: 'KeyIdentifier' })
    expect(verify(signed)).toMatchObject([{ valid: true, actor: null }])
    const named = signed.toString().replace('soap:mustUnderstand="1"', 'soap:actor="urn:someone"')
    expect(verify(named)).toMatchObject([{ valid: true, actor: 'urn:someone' }])
  })

  test('is empty for a document that is not signed', () => {
    expect(verify(document)).toEqual([])
  })
})

describe('the certificate', () => {
  const byKeyInfo = (keyInfo: string, token = ''): Buffer =>
    signAsWritten(writtenEnvelope({ certificate: '', keyInfo, beforeSignature: token }), signer.key)
  const certificate = (): string => signer.certificate.der.toString('base64')

  test.each(['KeyIdentifier', 'BinarySecurityToken'] as const)('is found by %s', (reference) => {
    expect(verify(signEnvelope({ content: ['<a/>'] }, { ...signer, reference }))).toMatchObject(
      valid,
    )
  })

  test('is found by issuer and serial number among those that are given', () => {
    const signed = signEnvelope({ content: ['<a/>'] }, { ...signer, reference: 'IssuerSerial' })
    expect(verify(signed, { certificates: [signer.certificate] })).toMatchObject(valid)
    const [report] = verify(signed, { certificates: [authority.certificate] })
    expect(report).toMatchObject({ valid: false, certificate: null, references: [{ valid: true }] })
    expect(report!.problems[0]).toContain('give that certificate')
  })

  test('must be readable', () => {
    expect(verify(byKeyInfo('<ds:KeyName>x</ds:KeyName>'))).toMatchObject([{ valid: false }])
    const broken = `<ds:X509Data><ds:X509Certificate>${certificate().slice(0, 400)}</ds:X509Certificate></ds:X509Data>`
    expect(verify(byKeyInfo(broken))).toMatchObject([{ valid: false, certificate: null }])
  })

  test('must be trusted when trust is asked for, at the time that is asked for', () => {
    const signed = signEnveloped(xml(document), signer)
    const stranger = new Trust({ anchors: [] })
    expect(verify(signed, { trust: authority.trust(), at })).toMatchObject(valid)
    expect(verify(signed, { trust: stranger, at })[0]!.problems[0]).toContain('not trusted')
    const late = verify(signed, { trust: authority.trust(), at: new Date('2060-01-01T00:00:00Z') })
    expect(late[0]!.problems[0]).toContain('expired')
  })

  test('of somebody else does not verify the signature', async () => {
    const other = await authority.issue({ keyKind: 'rsa2048' })
    const swapped = signEnveloped(xml(document), signer)
      .toString()
      .replace(certificate(), other.certificate.der.toString('base64'))
    expect(verify(swapped)[0]!.problems[0]).toContain('does not verify')
  })

  test('of another kind than the algorithm is a problem, not a crash', async () => {
    const other = await authority.issue({ keyKind: 'p256' })
    const swapped = signEnveloped(xml(document), signer)
      .toString()
      .replace(certificate(), other.certificate.der.toString('base64'))
    expect(verify(swapped)[0]!.problems[0]).toContain('must agree')
  })

  test('in a token anywhere in the document is found', () => {
    const keyInfo =
      '<wsse:SecurityTokenReference><wsse:Reference URI="#t"/></wsse:SecurityTokenReference>'
    const token = `<x><wsse:BinarySecurityToken ValueType="${valueTypes.x509v3}" wsu:Id="t">${certificate()}</wsse:BinarySecurityToken></x>`
    expect(verify(byKeyInfo(keyInfo, token))).toMatchObject(valid)
  })
})

describe('what is not understood is told, never guessed:', () => {
  const change = (from: string | RegExp, to: string): string =>
    signEnveloped(xml(document), signer).toString().replace(from, to)
  const gost = 'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34102015-gostr34112015-512'

  test('a GOST signature, by the URI of its algorithm', () => {
    const changed = change('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', gost)
    expect(verify(changed)).toMatchObject([
      {
        valid: false,
        algorithm: gost,
        problems: [`the signature algorithm ${gost} is not supported`],
      },
    ])
  })

  const references: Record<string, [string | RegExp, string, string]> = {
    'a digest': ['http://www.w3.org/2001/04/xmlenc#sha256', gost, 'is not supported'],
    'an XSLT transform': [
      `${ds}enveloped-signature`,
      'http://www.w3.org/TR/1999/REC-xslt-19991116',
      'not supported in this order',
    ],
    'a URI outside the document': [
      'URI=""',
      'URI="http://example.test/"',
      'leads out of the document',
    ],
    'a file': ['URI=""', 'URI="file:///etc/passwd"', 'leads out of the document'],
    'no URI at all': [' URI=""', '', 'leads out of the document'],
    'an id that is not there': ['URI=""', 'URI="#nobody"', 'no element has the id nobody'],
  }
  test.each(Object.entries(references))('%s', (_, [from, to, problem]) => {
    const [report] = verify(change(from, to))
    expect(report).toMatchObject({ valid: false, references: [{ valid: false }] })
    expect(report!.references[0]!.problem).toContain(problem)
  })

  test('an id that stands twice', () => {
    const signed = signById(xml(document), 'p', signer)
      .toString()
      .replace('</part>', '$&<part Id="p"/>')
    expect(verify(signed)[0]!.references[0]!.problem).toContain('more than once')
  })

  test('a canonicalisation of SignedInfo', () => {
    const changed = change(
      /CanonicalizationMethod Algorithm="[^"]*"/,
      'CanonicalizationMethod Algorithm="urn:x"',
    )
    expect(verify(changed)[0]!.problems).toEqual(['the canonicalisation urn:x is not supported'])
  })

  test('a signature without structure', () => {
    expect(verify(`<a><Signature xmlns="${ds}"/></a>`)).toMatchObject([
      { valid: false, algorithm: '', references: [], certificate: null },
    ])
  })

  test('SHA-1, unless it is allowed', () => {
    const certificate = signer.certificate.der.toString('base64')
    const signatureMethod = `<ds:SignatureMethod Algorithm="${ds}rsa-sha1"/>`
    const written = writtenEnvelope({
      certificate,
      signatureMethod,
      references: writtenReference('#body', { digest: `${ds}sha1` }),
    })
    const sha1 = { sign: (data: Uint8Array) => sign('sha1', data, signer.key) }
    const signed = signAsWritten(written, signer.key, () => sha1)
    expect(verify(signed)).toMatchObject([{ valid: false, references: [{ valid: false }] }])
    expect(verify(signed, { allowSha1: true })).toMatchObject(valid)
  })
})

describe('damage', () => {
  test('to any byte never makes it throw, and never a false "valid" of another content', () => {
    const signed = signById(xml(document), 'p', signer)
    const part = '<part Id="p">тест<!-- c --></part>'
    const [start, end] = [signed.indexOf(part), signed.indexOf('</part>')]
    fc.assert(
      fc.property(fc.nat(signed.length - 1), fc.integer({ min: 1, max: 255 }), (place, mask) => {
        const damaged = Buffer.from(signed)
        damaged[place]! ^= mask
        const reports = reportsOf(damaged)
        const inComment = place >= signed.indexOf('<!--') && place < signed.indexOf('-->')
        const isHarmless = place < start || place >= end || inComment
        expect(isHarmless || reports.every(({ valid: isValid }) => !isValid)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

function reportsOf(bytes: Buffer) {
  try {
    return verifySignatures(scan(bytes))
  } catch (error) {
    // Not XML any more: that is for the scanner to say.
    if (error instanceof XmlError) return []
    throw error
  }
}

test('a Security header of another namespace is no actor', () => {
  const signed = signEnvelope(
    { content: ['<a/>'] },
    { ...signer, reference: 'KeyIdentifier' },
  ).toString()
  expect(signed).toContain(wsse)
  expect(signed).toContain(soap11)
  const foreign = signed.replace(
    '<wsse:Security ',
    '<wsse:Security xmlns:q="urn:q" q:actor="urn:someone" ',
  )
  expect(verify(foreign)).toMatchObject([{ actor: null }])
})
