import { createHash } from 'node:crypto'
import { algorithmForKey } from '@arna/pki'
import { createTestAuthority, type TestAuthority } from '@arna/testing'
import { canonicalBytes, type CanonicalOptions, scan } from '@arna/xml'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { namespaces } from '../namespaces.ts'
import { canonicalizationUris } from './canonicalization.ts'
import { findSignatures } from './find-signatures.ts'
import { type DocumentSigner, signById, signEnveloped } from './sign-document.ts'
import { verifyEnveloped } from './verify-enveloped.ts'

const { ds } = namespaces
let authority: TestAuthority
let signer: DocumentSigner

beforeAll(async () => {
  authority = await createTestAuthority()
  signer = await authority.issue({ iin: '900101350123', bin: '050140001234' })
})

const xml = (text: string | Uint8Array) => scan(Buffer.from(text as string))
const verify = (text: string | Uint8Array) =>
  verifyEnveloped(xml(text), { trust: authority.trust() })
const good = () =>
  signEnveloped(xml('<r xmlns="urn:r"><iin>850505300456</iin></r>'), signer).toString()
const code = (name: string) => expect.objectContaining({ code: name })

interface Writing {
  readonly uri?: string
  readonly transforms?: readonly string[]
  readonly canonicalization?: string
  readonly covered?: CanonicalOptions
  readonly inside?: string
  readonly keyInfo?: string
}

/** Signs honestly whatever profile it is told to write; `{signature}` in the text is where it stands. */
function written(text: string, writing: Writing = {}): string {
  const { inclusive, exclusive } = canonicalizationUris
  const method = writing.canonicalization ?? inclusive
  const algorithm = algorithmForKey(signer.key)
  const covered = canonicalBytes(
    xml(text.replace('{signature}', '')),
    writing.covered ?? { method: 'c14n' },
  )
  const digest = createHash('sha256').update(covered).digest('base64')
  const transforms = writing.transforms ?? [`${ds}enveloped-signature`, inclusive]
  const signature = (value: string) =>
    text.replace(
      '{signature}',
      () =>
        `<ds:Signature xmlns:ds="${ds}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${method}"/>` +
        `<ds:SignatureMethod Algorithm="${algorithm.uri}"/><ds:Reference URI="${writing.uri ?? ''}"><ds:Transforms>` +
        transforms.map((uri) => `<ds:Transform Algorithm="${uri}"/>`).join('') +
        `</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>` +
        `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>` +
        `<ds:SignatureValue>${value}</ds:SignatureValue>${writing.keyInfo ?? x509(signer)}${writing.inside ?? ''}</ds:Signature>`,
    )
  const unsigned = xml(signature(''))
  const [signedInfo] = findSignatures(unsigned)[0]!.children()
  const bytes = canonicalBytes(unsigned, {
    method: method === exclusive ? 'exc-c14n' : 'c14n',
    element: signedInfo!,
  })
  return signature(algorithm.sign(bytes, signer.key).toString('base64'))
}

const x509 = ({ certificate }: Pick<DocumentSigner, 'certificate'>): string =>
  `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate.der.toString('base64')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`

describe('a document that is signed as a whole', () => {
  test('gives the certificate that signed', () => {
    expect(verify(good()).sha256).toBe(signer.certificate.sha256)
  })

  test.each(Object.entries(canonicalizationUris))('may be signed by %s', (_name, uri) => {
    const method = uri.includes('xml-exc-c14n') ? 'exc-c14n' : 'c14n'
    const signed = written('<r xmlns="urn:r" xmlns:u="urn:u"><a/>{signature}<b/></r>', {
      transforms: [`${ds}enveloped-signature`, uri],
      covered: { method },
    })
    expect(verify(signed).sha256).toBe(signer.certificate.sha256)
  })

  test('may leave the canonicalisation to the standard', () => {
    const signed = written('<r><a/>{signature}</r>', { transforms: [`${ds}enveloped-signature`] })
    expect(verify(signed).sha256).toBe(signer.certificate.sha256)
  })
})

describe('what is refused', () => {
  test('no signature', () => {
    expect(() => verify('<r/>')).toThrow(code('signature-missing'))
  })

  test('two signatures, even when both are good', () => {
    const twice = written(good().replace('</r>', '{signature}</r>'))
    expect(() => verify(twice)).toThrow(code('signature-ambiguous'))
  })

  test('the signed document inside another, which is what a reader would take', () => {
    expect(() => verify(`<forged>${good()}<iin>1</iin></forged>`)).toThrow(
      code('signature-malformed'),
    )
  })

  test('a signature deeper than in the root', () => {
    expect(() => verify(written('<r><a>{signature}</a></r>'))).toThrow(code('signature-malformed'))
  })

  test('a signature over one element of it', () => {
    const signed = signById(xml('<r><a Id="a">1</a><b>2</b></r>'), 'a', signer)
    expect(() => verify(signed)).toThrow(code('signature-malformed'))
  })

  test.each(['#xpointer(/)', '#r', 'http://example.kz/', 'file:///etc/passwd'])(
    'a reference to %s',
    (uri) => {
      expect(() => verify(written('<r Id="r">{signature}</r>', { uri }))).toThrow(
        code('signature-malformed'),
      )
    },
  )

  test.each([
    [['http://www.w3.org/TR/1999/REC-xpath-19991116']],
    [[canonicalizationUris.inclusive, `${ds}enveloped-signature`]],
    [[canonicalizationUris.inclusive]],
  ])('transforms that could leave something out: %j', (transforms) => {
    expect(() => verify(written('<r>{signature}</r>', { transforms }))).toThrow(
      code('signature-malformed'),
    )
  })

  test('further transforms after the canonicalisation', () => {
    const transforms = [
      `${ds}enveloped-signature`,
      canonicalizationUris.inclusive,
      'http://www.w3.org/TR/1999/REC-xslt-19991116',
    ]
    expect(() => verify(written('<r>{signature}</r>', { transforms }))).toThrow(
      code('signature-digest-mismatch'),
    )
  })

  test('a ds:Object, where another document could hide', () => {
    const inside = '<ds:Object><r><iin>1</iin></r></ds:Object>'
    expect(() => verify(written('<r>{signature}</r>', { inside }))).toThrow(
      code('signature-malformed'),
    )
  })

  test.each(['', '<ds:KeyInfo><ds:KeyName>me</ds:KeyName></ds:KeyInfo>'])(
    'a key that is no certificate',
    (keyInfo) => {
      expect(() => verify(written('<r>{signature}</r>', { keyInfo }))).toThrow(
        code('key-reference-unreadable'),
      )
    },
  )

  test('a certificate that did not sign', async () => {
    const other = await authority.issue()
    expect(() => verify(written('<r>{signature}</r>', { keyInfo: x509(other) }))).toThrow(
      code('signature-value-mismatch'),
    )
  })

  test('a certificate that nobody stands for, before anything is computed with its key', async () => {
    const stranger = await (await createTestAuthority({ commonName: 'STRANGER' })).issue()
    const signed = signEnveloped(xml('<r/>'), stranger)
    expect(() => verify(signed)).toThrow(code('certificate-untrusted'))
  })

  test('a certificate that has expired', async () => {
    const old = await authority.issue({
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2021-01-01'),
    })
    expect(() => verify(signEnveloped(xml('<r/>'), old))).toThrow(code('certificate-expired'))
  })

  test('a certificate that is not for signatures', async () => {
    const encrypts = await authority.issue({ keyUsage: ['keyEncipherment'] })
    expect(() => verify(signEnveloped(xml('<r/>'), encrypts))).toThrow(code('certificate-usage'))
  })

  test('any change of what was signed', () => {
    const signed = good()
    const places = ['<iin>', '850505300456', '</iin>', '<r ', 'DigestValue>', 'SignatureValue>']
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.nat(11),
        fc.integer({ min: 1, max: 7 }),
        (place, offset, bit) => {
          const bytes = Buffer.from(signed)
          const at = bytes.indexOf(place) + (place.endsWith('Value>') ? place.length : 0) + offset
          bytes[at]! ^= bit
          expect(() => verify(bytes)).toThrow(/./)
        },
      ),
    )
  })
})
