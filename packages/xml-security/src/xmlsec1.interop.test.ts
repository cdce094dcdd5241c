import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KeyPair, signatureAlgorithm, type Trust } from '@arna/pki'
import { createTestAuthority } from '@arna/testing'
import { scan } from '@arna/xml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { namespaces } from './namespaces.ts'
import { signById, signEnveloped } from './signature/sign-document.ts'
import { verifyEnveloped } from './signature/verify-enveloped.ts'
import { verifySignatures } from './signature/verify-signatures.ts'
import { SignatureError } from './signature-error.ts'
import { writtenEnvelope, writtenReference } from './test-setup/written-envelope.ts'
import { readTransportSignature } from './ws-security/read-transport-signature.ts'
import { signEnvelope } from './ws-security/sign-envelope.ts'
import { signMessage } from './ws-security/sign-message.ts'
import { verifyTransportSignature } from './ws-security/verify-transport-signature.ts'

const { ds, exclusive, soap11 } = namespaces
const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const algorithms = [
  ['rsa2048', `${more}rsa-sha256`],
  ['rsa2048', `${more}rsa-sha512`],
  ['p256', `${more}ecdsa-sha256`],
  ['p384', `${more}ecdsa-sha384`],
  ['p521', `${more}ecdsa-sha512`],
] as const

let folder: string
let trust: Trust
const pairs = new Map<string, KeyPair>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'arna-xmlsec1-'))
  const authority = await createTestAuthority()
  trust = authority.trust()
  writeFileSync(join(folder, 'authority.pem'), authority.certificate.pem)
  for (const keyKind of ['rsa2048', 'p256', 'p384', 'p521'] as const) {
    const pair = await authority.issue({ keyKind })
    pairs.set(keyKind, pair)
    writeFileSync(join(folder, `${keyKind}.pem`), pair.certificate.pem)
    writeFileSync(join(folder, `${keyKind}.key`), pair.key.export({ type: 'pkcs8', format: 'pem' }))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs xmlsec1 over the document; throws with its words when it says no. */
function xmlsec1(
  command: '--sign' | '--verify',
  document: string | Uint8Array,
  ...options: string[]
): Buffer {
  const file = join(folder, 'document.xml')
  const output = join(folder, 'signed.xml')
  writeFileSync(file, document)
  const ids = [`--id-attr:Id`, `${soap11}:Body`, '--id-attr:Id', 'part', '--id-attr:Id', 'root']
  const signed = command === '--sign' ? ['--output', output] : []
  execFileSync('xmlsec1', [command, ...signed, ...options, ...ids, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return command === '--sign' ? readFileSync(output) : Buffer.alloc(0)
}

const content = [
  '<m:a xmlns:m="urn:m" xmlns="urn:d" m:x="&#13;&quot;\'" b=" ә "><!-- c -->Қазақша &amp; &#x1F600; ]]&gt;<![CDATA[<x>]]>\r\n<b xmlns=""/><?pi?></m:a>',
]

describe('xmlsec1 verifies what we sign:', () => {
  test.each(algorithms)('an envelope, with %s and %s', (kind, uri) => {
    const signer = {
      ...pairs.get(kind)!,
      reference: 'KeyIdentifier',
      algorithm: signatureAlgorithm(uri)!,
    } as const
    const signed = signEnvelope({ content }, signer)
    const key = ['--pubkey-cert-pem', join(folder, `${kind}.pem`)]
    expect(() => xmlsec1('--verify', signed, ...key)).not.toThrow()
    const changed = signed.toString().replace('Қазақша', 'Қазақшы')
    expect(() => xmlsec1('--verify', changed, ...key)).toThrow('digest do not match')
  })

  test.each(['BinarySecurityToken', 'IssuerSerial'] as const)(
    'an envelope of others, with %s',
    (reference) => {
      const envelope = `<S:Envelope xmlns:S="${soap11}" xmlns:wsu="urn:other"><S:Header><h/></S:Header><S:Body>${content.join('')}</S:Body></S:Envelope>`
      const signed = signMessage(scan(Buffer.from(envelope)), {
        ...pairs.get('rsa2048')!,
        reference,
      })
      expect(() =>
        xmlsec1('--verify', signed, '--pubkey-cert-pem', join(folder, 'rsa2048.pem')),
      ).not.toThrow()
    },
  )

  test.each(algorithms)('a document and a part of it, with %s and %s', (kind, uri) => {
    const signer = { ...pairs.get(kind)!, algorithm: signatureAlgorithm(uri)! }
    const document = scan(
      Buffer.from(
        `<?x?><root xmlns="" xmlns:u="urn:unused" Id="r"><part Id="p">${content.join('')}</part></root><!-- after -->`,
      ),
    )
    const trusted = ['--trusted-pem', join(folder, 'authority.pem')]
    for (const signed of [
      signEnveloped(document, signer),
      signById(document, 'p', signer),
      signById(document, 'r', signer),
    ]) {
      expect(() => xmlsec1('--verify', signed, ...trusted)).not.toThrow()
    }
  })
})

describe('we verify what xmlsec1 signs:', () => {
  const empty = (text: string): string => text.replaceAll('>?<', '><')
  const signWith = (kind: string, text: string): Buffer =>
    xmlsec1(
      '--sign',
      empty(text),
      '--privkey-pem',
      `${join(folder, `${kind}.key`)},${join(folder, `${kind}.pem`)}`,
    )

  test.each(algorithms)('an envelope, with %s and %s', (kind, uri) => {
    const { certificate } = pairs.get(kind)!
    const text = writtenEnvelope({
      certificate: certificate.der.toString('base64'),
      body: content.join(''),
      signatureMethod: `<ds:SignatureMethod Algorithm="${uri}"/>`,
    })
    const signature = readTransportSignature(scan(signWith(kind, text)))
    expect(verifyTransportSignature(signature, certificate.publicKey).body.localName).toBe('Body')
  })

  test('an envelope with PrefixList in both places', () => {
    const { certificate } = pairs.get('rsa2048')!
    const prefixes = (name: string): string =>
      `<ds:${name} Algorithm="${exclusive}"><ec:InclusiveNamespaces xmlns:ec="${exclusive}" PrefixList="wsse S #default"/></ds:${name}>`
    const text = writtenEnvelope({
      certificate: certificate.der.toString('base64'),
      canonicalization: prefixes('CanonicalizationMethod'),
      references: writtenReference('#body', { transforms: prefixes('Transform') }),
    })
    const signature = readTransportSignature(scan(signWith('rsa2048', text)))
    expect(verifyTransportSignature(signature, certificate.publicKey).body.localName).toBe('Body')
  })

  const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
  const enveloped = `<ds:Transform Algorithm="${ds}enveloped-signature"/>`
  test.each([
    [
      'the whole document, as SHEP signs payloads',
      '',
      `${enveloped}<ds:Transform Algorithm="${inclusive}#WithComments"/>`,
    ],
    ['the whole document, exclusively', '', `${enveloped}<ds:Transform Algorithm="${exclusive}"/>`],
    ['the whole document without canonicalisation', '', enveloped],
    ['a part', '#p', `<ds:Transform Algorithm="${exclusive}WithComments"/>`],
    ['a part, inclusively', '#p', `<ds:Transform Algorithm="${inclusive}"/>`],
    [
      'the whole document with its comments',
      '#xpointer(/)',
      `${enveloped}<ds:Transform Algorithm="${inclusive}#WithComments"/>`,
    ],
    [
      'a part with its comments',
      "#xpointer(id('p'))",
      `<ds:Transform Algorithm="${exclusive}WithComments"/>`,
    ],
  ])('%s', (_, uri, transforms) => {
    const signature = `<ds:Signature xmlns:ds="${ds}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${inclusive}"/><ds:SignatureMethod Algorithm="${more}rsa-sha256"/>${writtenReference(uri, { transforms })}</ds:SignedInfo><ds:SignatureValue>?</ds:SignatureValue><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>`
    const text = `<!-- before --><root xmlns:u="urn:u" Id="r"><part Id="p" u:a="1">${content.join('')}</part><!-- c -->${signature}</root>`
    const signed = signWith('rsa2048', text)
    expect(verifySignatures(scan(signed))).toMatchObject([{ valid: true, problems: [] }])
    // A payload is only taken when all of it is signed.
    const isWhole = signsAll(signed)
    expect(isWhole).toBe(uri === '')
    const changed = signed.toString().replace('u:a="1"', 'u:a="2"')
    expect(verifySignatures(scan(Buffer.from(changed)))).toMatchObject([{ valid: false }])
  })
})

function signsAll(signed: Uint8Array): boolean {
  try {
    verifyEnveloped(scan(signed), { trust })
    return true
  } catch (error) {
    if (error instanceof SignatureError && error.message.includes('URI=""')) return false
    throw error
  }
}
