import type { KeyObject } from 'node:crypto'
import { type Certificate, type KeyKind, signatureAlgorithm } from '@arna/pki'
import { createTestAuthority } from '@arna/testing'
import { escapeText, scan, XmlError } from '@arna/xml'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { sameKey } from '../key-info/key-reference.ts'
import { SignatureError } from '../signature-error.ts'
import { readTransportSignature } from './read-transport-signature.ts'
import { signEnvelope } from './sign-envelope.ts'
import type { SigningKey } from './signing-key.ts'
import { verifyTransportSignature } from './verify-transport-signature.ts'
import { writeEnvelope } from './write-envelope.ts'

const references = ['KeyIdentifier', 'IssuerSerial', 'BinarySecurityToken'] as const
const keyKinds = ['rsa2048', 'p256', 'p384', 'p521'] as const
const signers = new Map<KeyKind, { key: KeyObject; certificate: Certificate }>()

beforeAll(async () => {
  const authority = await createTestAuthority({ commonName: 'ОРТАЛЫҚ & <СЫНОВЬЯ>, "X"' })
  for (const keyKind of keyKinds) signers.set(keyKind, await authority.issue({ keyKind }))
})

function verify(bytes: Uint8Array, certificate: Certificate): string {
  const signature = readTransportSignature(scan(bytes))
  expect(sameKey(signature.keyReference, certificate)).toBe(true)
  const { body } = verifyTransportSignature(signature, certificate.publicKey)
  return Buffer.from(bytes.subarray(body.contentStart, body.contentEnd)).toString()
}

const content = ['<m:a xmlns:m="urn:m">', Buffer.from('Қазақша &amp; 😀'), '</m:a>']

describe('a signed envelope verifies', () => {
  const more = 'http://www.w3.org/2001/04/xmldsig-more#'
  const pss = 'http://www.w3.org/2007/05/xmldsig-more#'
  const cases = ['sha256', 'sha384', 'sha512'].flatMap((hash) => [
    ['rsa2048', `${more}rsa-${hash}`] as const,
    ['rsa2048', `${pss}${hash}-rsa-MGF1`] as const,
    ...(['p256', 'p384', 'p521'] as const).map((kind) => [kind, `${more}ecdsa-${hash}`] as const),
  ])
  test.each(cases)('with a %s key and %s, in each form of key reference', (kind, uri) => {
    const pair = signers.get(kind)!
    for (const reference of references) {
      const signer: SigningKey = { ...pair, reference, algorithm: signatureAlgorithm(uri)! }
      const bytes = signEnvelope({ content }, signer)
      expect(verify(bytes, pair.certificate)).toBe(content.join(''))
      expect(readTransportSignature(scan(bytes)).algorithm.uri).toBe(uri)
    }
  })

  test('in SOAP 1.2', () => {
    const pair = signers.get('p256')!
    const bytes = signEnvelope({ content, soap: '1.2' }, { ...pair, reference: 'KeyIdentifier' })
    expect(scan(bytes).root.namespace).toBe('http://www.w3.org/2003/05/soap-envelope')
    expect(verify(bytes, pair.certificate)).toBe(content.join(''))
  })

  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) =>
    // eslint-disable-next-line no-control-regex -- what XML 1.0 has no place for
    escapeText(value.replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '')),
  )
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.constantFrom('<!-- c -->', '<![CDATA[<&]]>', '&#13;', '\r\n', '<e/>', '<?p i?>'),
      fc
        .tuple(fc.constantFrom('a', 'p:a', 'soap:a'), fc.array(tie('tree'), { maxLength: 4 }))
        .map(
          ([name, inner]) =>
            `<${name} xmlns:p="urn:${inner.length}" xmlns="" p:x="1" x='"'>${inner.join('')}</${name}>`,
        ),
    ),
  }))

  test('whatever stands in the Body, and the bytes there are those that were given', () => {
    const pair = signers.get('p256')!
    fc.assert(
      fc.property(tree, fc.constantFrom(...references), (inner, reference) => {
        const given = `<r xmlns="urn:r">${inner}</r>`
        expect(
          verify(signEnvelope({ content: [given] }, { ...pair, reference }), pair.certificate),
        ).toBe(given)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a signed envelope no longer verifies', () => {
  test('when any byte of Body or SignedInfo is changed', () => {
    const pair = signers.get('p256')!
    const bytes = signEnvelope({ content }, { ...pair, reference: 'IssuerSerial' })
    const { signedInfo, body } = readTransportSignature(scan(bytes))
    for (const { start, end } of [signedInfo, body]) {
      for (let at = start; at < end; at++) {
        for (const bit of [0x01, 0x02, 0x20, 0x80]) {
          const changed = Buffer.from(bytes)
          changed[at]! ^= bit
          expect(isRefused(changed, pair.certificate), `bit ${bit} of byte ${at}`).toBe(true)
        }
      }
    }
  })

  test('with the key of somebody else, of the same kind or of another', async () => {
    const pair = signers.get('p256')!
    const other = await (await createTestAuthority()).issue()
    const signature = readTransportSignature(
      scan(signEnvelope({ content }, { ...pair, reference: 'KeyIdentifier' })),
    )
    expect(sameKey(signature.keyReference, other.certificate)).toBe(false)
    expect(() => verifyTransportSignature(signature, other.certificate.publicKey)).toThrow(
      expect.objectContaining({ code: 'signature-value-mismatch' }),
    )
    expect(() =>
      verifyTransportSignature(signature, signers.get('rsa2048')!.certificate.publicKey),
    ).toThrow(expect.objectContaining({ code: 'signature-algorithm-refused' }))
  })

  test('when the certificate is swapped after signing: the other one does not verify it', async () => {
    const pair = signers.get('p256')!
    const other = await (await createTestAuthority()).issue()
    const bytes = signEnvelope({ content }, { ...pair, reference: 'KeyIdentifier' })
    const swapped = bytes
      .toString()
      .replace(pair.certificate.der.toString('base64'), other.certificate.der.toString('base64'))
    const signature = readTransportSignature(scan(Buffer.from(swapped)))
    expect(sameKey(signature.keyReference, other.certificate)).toBe(true)
    expect(isRefused(Buffer.from(swapped), other.certificate)).toBe(true)
  })
})

function isRefused(bytes: Uint8Array, { publicKey }: Certificate): boolean {
  try {
    verifyTransportSignature(readTransportSignature(scan(bytes)), publicKey)
    return false
  } catch (error) {
    return error instanceof SignatureError || error instanceof XmlError
  }
}

describe('what is written', () => {
  test('has the literal prefixes that clients look for, and no Timestamp', () => {
    const signer = { ...signers.get('rsa2048')!, reference: 'KeyIdentifier' } as const
    const written = signEnvelope({ content }, signer, () => 'ID').toString()
    expect(written.replaceAll(/>[A-Za-z0-9+/=]{40,}</g, '>…<')).toMatchInlineSnapshot(
      `"<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header><wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" soap:mustUnderstand="1"><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#id-ID"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>…</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>…</ds:SignatureValue><ds:KeyInfo><wsse:SecurityTokenReference><wsse:KeyIdentifier EncodingType="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary" ValueType="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3">…</wsse:KeyIdentifier></wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature></wsse:Security></soap:Header><soap:Body xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" wsu:Id="id-ID"><m:a xmlns:m="urn:m">Қазақша &amp; 😀</m:a></soap:Body></soap:Envelope>"`,
    )
  })

  test('names issuer and serial number as in the certificate', () => {
    const pair = signers.get('p256')!
    const written = signEnvelope({ content }, { ...pair, reference: 'IssuerSerial' }).toString()
    expect(written).toContain(
      `<ds:X509IssuerName>C=KZ,CN=ОРТАЛЫҚ &amp; \\&lt;СЫНОВЬЯ\\&gt;\\, \\"X\\"</ds:X509IssuerName><ds:X509SerialNumber>${pair.certificate.serial}</ds:X509SerialNumber>`,
    )
    expect(written).not.toContain(pair.certificate.der.toString('base64'))
  })

  test('has a new id every time', () => {
    const signer = { ...signers.get('p256')!, reference: 'KeyIdentifier' } as const
    const ids = [1, 2, 3].map(
      () =>
        readTransportSignature(scan(signEnvelope({ content }, signer))).body.attributes()[0]!.value,
    )
    expect(new Set(ids).size).toBe(3)
  })

  test('without a signature is the same envelope without Header', () => {
    expect(writeEnvelope({ content: ['<a/>'] }).toString()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><a/></soap:Body></soap:Envelope>',
    )
  })

  test.each(['</soap:Body><soap:Body>', '<a', '<a>', '&undeclared;', '<x:a/>'])(
    'is refused when the content is %j',
    (bad) => {
      const signer = { ...signers.get('p256')!, reference: 'KeyIdentifier' } as const
      expect(() => signEnvelope({ content: [bad] }, signer)).toThrow(/./)
    },
  )
})
