import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { type KeyPair, parseCertificate } from '@arna/pki'
import { createTestAuthority } from '@arna/testing'
import { arnaEngine, loadXmlEngine, scan, type XmlEngine } from '@arna/xml'
import { beforeAll, describe, expect, test } from 'vitest'
import { namespaces, valueTypes } from '../namespaces.ts'
import type { SignatureErrorCode } from '../signature-error.ts'
import { signAsWritten } from '../test-setup/sign-as-written.ts'
import {
  rsaSha256,
  type WrittenEnvelope,
  writtenEnvelope,
  writtenReference,
} from '../test-setup/written-envelope.ts'
import {
  readTransportSignature,
  type TransportSignatureOptions,
} from './read-transport-signature.ts'
import { verifyTransportSignature } from './verify-transport-signature.ts'

const { ds, exclusive, wsse, soap11, soap12 } = namespaces
let pair: KeyPair
let certificate: string
let libxml2: XmlEngine

beforeAll(async () => {
  libxml2 = await loadXmlEngine('libxml2')
  pair = await (await createTestAuthority()).issue({ keyKind: 'rsa2048' })
  certificate = pair.certificate.der.toString('base64')
})

/** An honest signature over parts that a test writes otherwise. */
const signedText = (parts: Omit<WrittenEnvelope, 'certificate'> = {}): string =>
  signAsWritten(writtenEnvelope({ certificate, ...parts }), pair.key).toString()

/** What both XML engines lead to; they must not differ. */
function outcome(text: string, options: TransportSignatureOptions = {}): Outcome {
  const [ours, other] = [arnaEngine, libxml2].map((engine) => outcomeBy(engine, text, options))
  expect(other).toBe(ours)
  return ours!
}

type Outcome = SignatureErrorCode | 'valid'

function outcomeBy(engine: XmlEngine, text: string, options: TransportSignatureOptions): Outcome {
  try {
    const signature = readTransportSignature(engine.scan(Buffer.from(text)), options)
    verifyTransportSignature(signature, pair.certificate.publicKey)
    return 'valid'
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.code as SignatureErrorCode
    throw error
  }
}

const bodyOf = (text: string): string => /<S:Body.*<\/S:Body>/s.exec(text)![0]
const signatureOf = (text: string): string => /<ds:Signature .*<\/ds:Signature>/s.exec(text)![0]
const evil = '<m:Send xmlns:m="urn:m"><request>evil</request></m:Send>'
const evilBody = (attributes: string): string => `<S:Body ${attributes}>${evil}</S:Body>`

test('what the attacks start from is valid', () => {
  expect(outcome(signedText())).toBe('valid')
})

describe('wrapping is refused:', () => {
  const attacks: Record<string, [SignatureErrorCode, (good: string) => string]> = {
    'the signed Body in the Header, another in its place': [
      'signature-not-over-body',
      (good) =>
        good
          .replace(bodyOf(good), evilBody('wsu:Id="other"'))
          .replace('</S:Header>', `<w>${bodyOf(good)}</w></S:Header>`),
    ],
    'the same with the id on both': [
      'signature-ambiguous',
      (good) =>
        good
          .replace(bodyOf(good), evilBody('wsu:Id="body"'))
          .replace('</S:Header>', `<w>${bodyOf(good)}</w></S:Header>`),
    ],
    'the signed Body in the Header, none in its place': [
      'signature-malformed',
      (good) => good.replace(bodyOf(good), '').replace('</S:Header>', `${bodyOf(good)}</S:Header>`),
    ],
    'the signed Body in an Object of the signature': [
      'signature-malformed',
      (good) =>
        good
          .replace(bodyOf(good), evilBody('wsu:Id="other"'))
          .replace('</ds:Signature>', `<ds:Object>${bodyOf(good)}</ds:Object></ds:Signature>`),
    ],
    'the signed Body in wsse:Security beside the signature': [
      'signature-not-over-body',
      (good) =>
        good
          .replace(bodyOf(good), evilBody(''))
          .replace('</wsse:Security>', `<w>${bodyOf(good)}</w></wsse:Security>`),
    ],
    'the signed Body in a wrapper beside the Body': [
      'signature-malformed',
      (good) => good.replace(bodyOf(good), `${evilBody('')}<w>${bodyOf(good)}</w>`),
    ],
    'the signed Body behind a second one': [
      'signature-ambiguous',
      (good) => good.replace(bodyOf(good), `${evilBody('')}${bodyOf(good)}`),
    ],
    'the signed Body before a second one with the same id': [
      'signature-ambiguous',
      (good) => good.replace(bodyOf(good), `${bodyOf(good)}${evilBody('wsu:Id="body"')}`),
    ],
    'the signed Body inside the Body': [
      'signature-not-over-body',
      (good) => good.replace(bodyOf(good), `<S:Body>${evil}${bodyOf(good)}</S:Body>`),
    ],
    'the signed Body inside the Body, with the id on both': [
      'signature-ambiguous',
      (good) => good.replace(bodyOf(good), `<S:Body wsu:Id="body">${evil}${bodyOf(good)}</S:Body>`),
    ],
    'the signed envelope inside the Body of another': [
      'signature-missing',
      (good) => `<S:Envelope xmlns:S="${soap11}"><S:Body>${good}</S:Body></S:Envelope>`,
    ],
    'the signed envelope inside the Header of another': [
      'signature-missing',
      (good) =>
        `<S:Envelope xmlns:S="${soap11}"><S:Header>${good}</S:Header>${evilBody('')}</S:Envelope>`,
    ],
    'a Header after the Body': [
      'signature-ambiguous',
      (good) => {
        const header = /<S:Header>.*<\/S:Header>/s.exec(good)![0]
        return good.replace(header, '').replace('</S:Envelope>', `${header}</S:Envelope>`)
      },
    ],
    'two Headers': [
      'signature-ambiguous',
      (good) => good.replace('<S:Header>', '<S:Header/><S:Header>'),
    ],
    'a Body of the other SOAP': [
      'signature-malformed',
      (good) =>
        good.replace('</S:Envelope>', `<Body xmlns="${soap12}">${evil}</Body></S:Envelope>`),
    ],
    'something after the Body': [
      'signature-malformed',
      (good) => good.replace('</S:Envelope>', '<x/></S:Envelope>'),
    ],
    'a root that is no envelope': [
      'signature-malformed',
      (good) => good.replaceAll('S:Envelope', 'S:Envelop'),
    ],
  }
  test.each(Object.entries(attacks))('%s', (_, [code, attack]) => {
    const good = signedText()
    expect(attack(good)).not.toBe(good)
    expect(outcome(attack(good))).toBe(code)
  })
})

describe('an id that somebody could read otherwise is refused:', () => {
  test.each([
    ['Id', 'Id="body"'],
    ['ID', 'ID="body"'],
    ['id', 'id="body"'],
    ['xml:id', 'xml:id="body"'],
    ['wsu:Id', 'wsu:Id="body"'],
    ['Id of a foreign namespace', 'q:Id="body" xmlns:q="urn:q"'],
    ['an id spelled with references', 'Id="&#98;ody"'],
  ])('%s with the same value on an element of the Header', (_, attribute) => {
    const good = signedText()
    expect(outcome(good.replace('</S:Header>', `<x ${attribute}/></S:Header>`))).toBe(
      'signature-ambiguous',
    )
    expect(outcome(signedText({ body: `<x ${attribute}/>` }))).toBe('signature-ambiguous')
  })

  test('the same value twice on the Body, in two namespaces', () => {
    expect(outcome(signedText({ bodyAttributes: 'wsu:Id="body" Id="body"' }))).toBe(
      'signature-ambiguous',
    )
  })

  test('but a second id of another value on the Body, as one client writes it, is read', () => {
    expect(outcome(signedText({ bodyAttributes: 'wsu:Id="body" Id="other"' }))).toBe('valid')
  })

  test.each(['wsu:Id', 'Id', 'ID', 'xml:id'])('and %s alone on the Body is read', (attribute) => {
    expect(outcome(signedText({ bodyAttributes: `${attribute}="body"` }))).toBe('valid')
  })
})

describe('a Reference is refused', () => {
  test.each([
    '',
    '#',
    'body',
    'http://example.test/#body',
    'file:///etc/passwd',
    'cid:body',
    '#xpointer(/)',
    "#xpointer(id('body'))",
    '#other',
    '#Body',
    ' #body',
    '#body ',
  ])('when its URI is %j', (uri) => {
    expect(outcome(signedText().replace('URI="#body"', `URI="${uri}"`))).toBe(
      'signature-not-over-body',
    )
  })

  test('when it has no URI', () => {
    expect(outcome(signedText().replace(' URI="#body"', ''))).toBe('signature-not-over-body')
  })

  test('when it leads to something else than the Body, honestly signed', () => {
    const aimed = (beforeSignature: string, body = evil): string =>
      signedText({ beforeSignature, body, bodyAttributes: '', references: writtenReference('#it') })
    expect(outcome(aimed('<x wsu:Id="it"/>'))).toBe('signature-not-over-body')
    expect(outcome(aimed('', '<x Id="it"/>'))).toBe('signature-not-over-body')
    expect(outcome(aimed('<wsu:Timestamp wsu:Id="it"/>'))).toBe('signature-not-over-body')
  })

  test('when the signature has two to the Body, or one to something else beside', () => {
    const [body, it] = [writtenReference(), writtenReference('#it')]
    expect(outcome(signedText({ references: body + body }))).toBe('signature-not-over-body')
    expect(
      outcome(signedText({ references: body + it, beforeSignature: '<x wsu:Id="it"/>' })),
    ).toBe('signature-not-over-body')
    expect(outcome(signedText({ references: it + body, body: '<x Id="it"/>' }))).toBe(
      'signature-not-over-body',
    )
  })

  const refusedTransforms: Record<string, string[]> = {
    'inclusive canonicalisation': ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315'],
    'exclusive canonicalisation with comments': [`${exclusive}WithComments`],
    'canonical XML 1.1': ['http://www.w3.org/2006/12/xml-c14n11'],
    'enveloped-signature': [`${ds}enveloped-signature`, exclusive],
    XSLT: ['http://www.w3.org/TR/1999/REC-xslt-19991116', exclusive],
    XPath: ['http://www.w3.org/TR/1999/REC-xpath-19991116', exclusive],
    'XPath filter 2': ['http://www.w3.org/2002/06/xmldsig-filter2', exclusive],
    base64: [`${ds}base64`],
    'the STR transform': [
      'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform',
    ],
    'canonicalisation twice': [exclusive, exclusive],
    'an unknown transform': ['urn:unknown'],
  }
  test.each(Object.entries(refusedTransforms))('when it is transformed by %s', (_, uris) => {
    const transforms = uris.map((uri) => `<ds:Transform Algorithm="${uri}"/>`).join('')
    const text = signedText({
      references: writtenReference('#body', { transforms, value: 'A'.repeat(43) + '=' }),
    })
    expect(outcome(text)).toBe(
      uris.length === 1 ? 'signature-algorithm-refused' : 'signature-malformed',
    )
  })

  test('when it has two transforms, and npm soap is told which option to give', () => {
    const uris = refusedTransforms['enveloped-signature']!
    const transforms = uris.map((uri) => `<ds:Transform Algorithm="${uri}"/>`).join('')
    const text = signedText({ references: writtenReference('#body', { transforms }) })
    expect(() => readTransportSignature(scan(Buffer.from(text)))).toThrow(
      expect.objectContaining({
        code: 'signature-malformed',
        hint: expect.stringContaining(`signatureTransformations: ['${exclusive}']`),
      }),
    )
  })

  test('when it has no transform at all', () => {
    expect(outcome(signedText().replace(/<ds:Transforms>.*<\/ds:Transforms>/, ''))).toBe(
      'signature-malformed',
    )
    expect(outcome(signedText().replace(/<ds:Transform .*?\/>/, ''))).toBe('signature-malformed')
  })

  test('when its transform has a parameter of its own making', () => {
    const transforms = `<ds:Transform Algorithm="${exclusive}"><ds:XPath>1</ds:XPath></ds:Transform>`
    const references = writtenReference('#body', { transforms, value: 'A'.repeat(43) + '=' })
    expect(outcome(signedText({ references }))).toBe('signature-malformed')
  })
})

describe('a PrefixList', () => {
  const withPrefixes = (uri: string): string =>
    `<ds:Transform Algorithm="${uri}"><ec:InclusiveNamespaces xmlns:ec="${exclusive}" PrefixList="S wsu"/></ds:Transform>`

  test('is heeded for the Body and for SignedInfo', () => {
    const references = writtenReference('#body', { transforms: withPrefixes(exclusive) })
    const canonicalization = withPrefixes(exclusive).replaceAll(
      'Transform',
      'CanonicalizationMethod',
    )
    const text = signedText({ references, canonicalization })
    expect(outcome(text)).toBe('valid')
    expect(outcome(text.replaceAll('PrefixList="S wsu"', 'PrefixList=""'))).toBe(
      'signature-value-mismatch',
    )
  })

  test('of hundreds of prefixes is refused', () => {
    const list = Array.from({ length: 100 }, (_, index) => `p${index}`).join(' ')
    const transforms = withPrefixes(exclusive).replace('S wsu', list)
    expect(outcome(signedText({ references: writtenReference('#body', { transforms }) }))).toBe(
      'signature-malformed',
    )
  })
})

describe('the structure of the signature is refused:', () => {
  const attacks: Record<string, [SignatureErrorCode, (good: string) => string]> = {
    'no Header': ['signature-missing', (good) => good.replace(/<S:Header>.*<\/S:Header>/s, '')],
    'an empty Header': [
      'signature-missing',
      (good) => good.replace(/<S:Header>.*<\/S:Header>/s, '<S:Header/>'),
    ],
    'no Signature in Security': [
      'signature-missing',
      (good) => good.replace(signatureOf(good), ''),
    ],
    'the Signature in the Header beside Security': [
      'signature-missing',
      (good) =>
        good
          .replace(signatureOf(good), '')
          .replace('</S:Header>', `${signatureOf(good)}</S:Header>`),
    ],
    'the Signature deeper in Security': [
      'signature-missing',
      (good) => good.replace(signatureOf(good), `<x>${signatureOf(good)}</x>`),
    ],
    'the Signature only in the Body': [
      'signature-missing',
      (good) =>
        good.replace(signatureOf(good), '').replace('</S:Body>', `${signatureOf(good)}</S:Body>`),
    ],
    'two Signatures': [
      'signature-ambiguous',
      (good) => good.replace(signatureOf(good), signatureOf(good).repeat(2)),
    ],
    'two Security headers': [
      'signature-ambiguous',
      (good) => good.replace('<S:Header>', `<S:Header><wsse:Security xmlns:wsse="${wsse}"/>`),
    ],
    'a second Security for the next receiver': [
      'signature-ambiguous',
      (good) =>
        good.replace(
          '<S:Header>',
          `<S:Header><wsse:Security xmlns:wsse="${wsse}" S:actor="http://schemas.xmlsoap.org/soap/actor/next"/>`,
        ),
    ],
    'Security for another actor alone': [
      'signature-missing',
      (good) => good.replace('<wsse:Security ', '<wsse:Security S:actor="urn:other" '),
    ],
    'Security in another namespace': [
      'signature-missing',
      (good) => good.replace(wsse, 'urn:wsse'),
    ],
    'Signature in another namespace': ['signature-missing', (good) => good.replace(ds, 'urn:ds')],
    'two SignedInfo': [
      'signature-malformed',
      (good) =>
        good.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/s, (signedInfo) => signedInfo.repeat(2)),
    ],
    'SignedInfo after SignatureValue': [
      'signature-malformed',
      (good) =>
        good.replace(
          /(<ds:SignedInfo>.*<\/ds:SignedInfo>)(<ds:SignatureValue>.*<\/ds:SignatureValue>)/s,
          '$2$1',
        ),
    ],
    'two SignatureValue': [
      'signature-malformed',
      (good) =>
        good.replace(/<ds:SignatureValue>.*<\/ds:SignatureValue>/s, (value) => value.repeat(2)),
    ],
    'two DigestValue': [
      'signature-malformed',
      (good) => good.replace(/<ds:DigestValue>.*<\/ds:DigestValue>/s, (value) => value.repeat(2)),
    ],
    'no SignatureMethod': [
      'signature-malformed',
      (good) => good.replace(/<ds:SignatureMethod .*?\/>/, ''),
    ],
    'a Manifest in an Object': [
      'signature-malformed',
      (good) =>
        good.replace('</ds:Signature>', '<ds:Object><ds:Manifest/></ds:Object></ds:Signature>'),
    ],
    'a foreign element in SignedInfo': [
      'signature-malformed',
      (good) => good.replace('</ds:SignedInfo>', '<x/></ds:SignedInfo>'),
    ],
    'a comment in DigestValue': [
      'signature-malformed',
      (good) => good.replace('</ds:DigestValue>', '<!---->$&'),
    ],
    'CDATA in DigestValue': [
      'signature-malformed',
      (good) => good.replace(/(<ds:DigestValue>)([^<]*)/, '$1<![CDATA[$2]]>'),
    ],
    'a processing instruction in DigestValue': [
      'signature-malformed',
      (good) => good.replace('</ds:DigestValue>', '<?x?>$&'),
    ],
    'an element in DigestValue': [
      'signature-malformed',
      (good) => good.replace('</ds:DigestValue>', '<x/>$&'),
    ],
    'a comment in SignatureValue': [
      'signature-malformed',
      (good) => good.replace('</ds:SignatureValue>', '<!--x-->$&'),
    ],
    'CDATA in SignatureValue': [
      'signature-malformed',
      (good) => good.replace('</ds:SignatureValue>', '<![CDATA[]]>$&'),
    ],
    'an empty SignatureValue': [
      'signature-malformed',
      (good) => good.replace(/(<ds:SignatureValue>)[^<]*/, '$1'),
    ],
    'SignatureValue that is not base64': [
      'signature-malformed',
      (good) => good.replace('<ds:SignatureValue>', '$&*'),
    ],
    'base64 of the URL alphabet': [
      'signature-malformed',
      (good) => good.replace(/(<ds:SignatureValue>)../, '$1-_'),
    ],
    'base64 without padding': [
      'signature-malformed',
      (good) => good.replace('==</ds:SignatureValue>', '</ds:SignatureValue>'),
    ],
    'DigestValue of another length': [
      'signature-malformed',
      (good) => good.replace(/(<ds:DigestValue>)[^<]*/, `$1${Buffer.alloc(20).toString('base64')}`),
    ],
    'no KeyInfo': [
      'key-reference-unreadable',
      (good) => good.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, ''),
    ],
    'two KeyInfo': [
      'signature-malformed',
      (good) => good.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, (keyInfo) => keyInfo.repeat(2)),
    ],
  }
  test.each(Object.entries(attacks))('%s', (_, [code, attack]) => {
    const good = signedText()
    expect(attack(good)).not.toBe(good)
    expect(outcome(attack(good))).toBe(code)
  })
})

describe('what stands around the signature does not matter:', () => {
  const harmless: Record<string, (good: string) => string> = {
    'Security for another actor, whatever is in it': (good) =>
      good.replace(
        '<S:Header>',
        `<S:Header><wsse:Security xmlns:wsse="${wsse}" S:actor="urn:other">${signatureOf(good)}</wsse:Security>`,
      ),
    'a business signature in the Body': () =>
      signedText({ body: `<data>${signatureOf(signedText()).replaceAll('#body', '')}</data>` }),
    'an unsigned Timestamp': (good) =>
      good.replace('<ds:Signature ', '<wsu:Timestamp wsu:Id="t"/>$&'),
    'an unsigned token': (good) => good.replace('</wsse:Security>', '<wsse:UsernameToken/>$&'),
    'line ends in SignatureValue as Java on Windows writes them': (good) =>
      good.replace(/(<ds:SignatureValue>)([^<]{76})([^<]*)/, '$1\r\n$2&#13;\n$3\n'),
    'comments around the structure': (good) =>
      good.replaceAll('<ds:KeyInfo>', '<!--c-->$&<!--c-->'),
    'an actor that is everybody': (good) =>
      good.replace(
        '<wsse:Security ',
        '<wsse:Security S:actor="http://schemas.xmlsoap.org/soap/actor/next" ',
      ),
  }
  test.each(Object.entries(harmless))('%s', (_, change) => {
    const good = signedText()
    expect(change(good)).not.toBe(good)
    expect(outcome(change(good))).toBe('valid')
  })
})

describe('an algorithm is refused:', () => {
  const method = (uri: string, inside = ''): string =>
    `<ds:SignatureMethod Algorithm="${uri}">${inside}</ds:SignatureMethod>`
  const more = 'http://www.w3.org/2001/04/xmldsig-more#'

  test('HMAC with the public key as the secret', () => {
    const secret = createPublicKey(pair.key).export({ type: 'spki', format: 'pem' })
    for (const uri of [`${more}hmac-sha256`, `${ds}hmac-sha1`]) {
      const hmac = {
        sign: (data: Uint8Array) => createHmac('sha256', secret).update(data).digest(),
      }
      const text = signAsWritten(
        writtenEnvelope({ certificate, signatureMethod: method(uri) }),
        pair.key,
        () => hmac,
      )
      expect(outcome(text.toString())).toBe('signature-algorithm-refused')
    }
  })

  test.each([
    [rsaSha256, `${more}gost34310-gost34311`],
    [
      rsaSha256,
      'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34102015-gostr34112015-512',
    ],
    ['http://www.w3.org/2001/04/xmlenc#sha256', `${more}gost34311`],
  ])('%s replaced by %s, and the sender is told that GOST is not supported yet', (from, to) => {
    const text = signedText().replace(from, to)
    expect(() => readTransportSignature(scan(Buffer.from(text)))).toThrow(
      expect.objectContaining({
        code: 'signature-algorithm-refused',
        message: `GOST signatures are not supported yet: sign with RSA or ECDSA (the ${from === rsaSha256 ? 'signature' : 'digest'} algorithm is ${to})`,
      }),
    )
  })

  test.each([`${more}rsa-md5`, 'urn:unknown', ''])('%j, which nobody knows', (uri) => {
    expect(outcome(signedText().replace(rsaSha256, uri))).toBe('signature-algorithm-refused')
  })

  test('one that disagrees with the key', () => {
    expect(outcome(signedText().replace(rsaSha256, `${more}ecdsa-sha256`))).toBe(
      'signature-algorithm-refused',
    )
  })

  test('another one of the same key than was signed with', () => {
    expect(outcome(signedText().replace(rsaSha256, `${more}rsa-sha512`))).toBe(
      'signature-value-mismatch',
    )
  })

  test('HMACOutputLength and other parameters', () => {
    const signatureMethod = method(rsaSha256, '<ds:HMACOutputLength>8</ds:HMACOutputLength>')
    expect(outcome(signedText({ signatureMethod }))).toBe('signature-malformed')
  })

  test('SignedInfo canonicalised otherwise than exclusively and without comments', () => {
    for (const uri of [
      'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
      `${exclusive}WithComments`,
      'urn:x',
    ]) {
      const canonicalization = `<ds:CanonicalizationMethod Algorithm="${uri}"/>`
      expect(outcome(signedText({ canonicalization }))).toBe('signature-algorithm-refused')
    }
  })

  test('a digest that nobody knows', () => {
    const digest = 'http://www.w3.org/2001/04/xmldsig-more#md5'
    expect(outcome(signedText({ references: writtenReference('#body', { digest }) }))).toBe(
      'signature-algorithm-refused',
    )
  })

  test.each([
    [`${ds}rsa-sha1`, `${ds}sha1`],
    [`${more}rsa-sha1`, `${more}sha1`],
  ])('%s with %s, unless the connection allows SHA-1', (uri, digest) => {
    const sha1 = { sign: (data: Uint8Array) => sign('sha1', data, pair.key) }
    const references = writtenReference('#body', { digest })
    const parts = { certificate, signatureMethod: method(uri), references }
    const text = signAsWritten(writtenEnvelope(parts), pair.key, () => sha1).toString()
    expect(outcome(text)).toBe('signature-algorithm-refused')
    expect(outcome(text, { allowSha1: true })).toBe('valid')
    const onlyMethod = { certificate, signatureMethod: method(uri) }
    const half = signAsWritten(writtenEnvelope(onlyMethod), pair.key, () => sha1).toString()
    expect(outcome(half)).toBe('signature-algorithm-refused')
    const onlyDigest = signedText({ references })
    expect(outcome(onlyDigest)).toBe('signature-algorithm-refused')
    expect(outcome(onlyDigest, { allowSha1: true })).toBe('valid')
  })

  test('RSA of 1024 bits, honestly signed', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const weak = { sign: (data: Uint8Array) => sign('sha256', data, privateKey) }
    const text = signAsWritten(writtenEnvelope({ certificate }), privateKey, () => weak)
    const signature = readTransportSignature(scan(text))
    expect(() => verifyTransportSignature(signature, publicKey)).toThrow(
      expect.objectContaining({ code: 'signature-algorithm-refused' }),
    )
  })
})

describe('a signed Timestamp', () => {
  const timestamp =
    '<wsu:Timestamp wsu:Id="time"><wsu:Created>2026-11-23T12:00:00Z</wsu:Created></wsu:Timestamp>'
  const both = writtenReference() + writtenReference('#time')
  const reversed = writtenReference('#time') + writtenReference()

  test.each([both, reversed])('is refused with a hint that names the switch', (references) => {
    const text = signedText({ beforeSignature: timestamp, references })
    expect(outcome(text)).toBe('signature-timestamp')
    expect(() => readTransportSignature(scan(Buffer.from(text)))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('hasTimeStamp: false') }),
    )
  })

  test.each([both, reversed])('is verified too where the connection tolerates it', (references) => {
    const text = signedText({ beforeSignature: timestamp, references })
    const options = { tolerateTimestamp: true }
    expect(outcome(text, options)).toBe('valid')
    expect(outcome(text.replace('12:00:00', '12:00:01'), options)).toBe('signature-digest-mismatch')
    expect(outcome(text.replace('>тест<', '>тесТ<'), options)).toBe('signature-digest-mismatch')
  })

  test('is refused even there when it stands elsewhere or is no Timestamp', () => {
    const options = { tolerateTimestamp: true }
    expect(outcome(signedText({ body: timestamp, references: both }), options)).toBe(
      'signature-not-over-body',
    )
    const lookalike = timestamp.replaceAll('wsu:Timestamp', 'wsu:Timestamps')
    expect(outcome(signedText({ beforeSignature: lookalike, references: both }), options)).toBe(
      'signature-not-over-body',
    )
    const three = both + writtenReference('#time')
    expect(outcome(signedText({ beforeSignature: timestamp, references: three }), options)).toBe(
      'signature-not-over-body',
    )
  })
})

describe('a key reference is refused:', () => {
  const str = (inside: string): string =>
    `<wsse:SecurityTokenReference>${inside}</wsse:SecurityTokenReference>`
  const identifier = (type: string, text: string): string =>
    str(`<wsse:KeyIdentifier ValueType="${type}">${text}</wsse:KeyIdentifier>`)
  const x509 = (inside: string): string => `<ds:X509Data>${inside}</ds:X509Data>`
  const serial = (issuer: string, number: string): string =>
    x509(
      `<ds:X509IssuerSerial><ds:X509IssuerName>${issuer}</ds:X509IssuerName><ds:X509SerialNumber>${number}</ds:X509SerialNumber></ds:X509IssuerSerial>`,
    )
  const refused: Record<string, () => string> = {
    'a bare key': () => '<ds:KeyValue><ds:RSAKeyValue/></ds:KeyValue>',
    'a name': () => '<ds:KeyName>x</ds:KeyName>',
    nothing: () => '',
    'two references': () => identifier(valueTypes.x509v3, certificate).repeat(2),
    'two keys in one reference': () => {
      const one = identifier(valueTypes.x509v3, certificate)
      return one.replace('</wsse:SecurityTokenReference>', `${serial('CN=X', '1')}$&`)
    },
    'a thumbprint': () =>
      identifier(
        'http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1',
        'AAAA',
      ),
    'an identifier without a type': () =>
      str(`<wsse:KeyIdentifier>${certificate}</wsse:KeyIdentifier>`),
    'a comment in the certificate': () =>
      identifier(valueTypes.x509v3, `${certificate.slice(0, 8)}<!---->${certificate.slice(8)}`),
    'CDATA around the certificate': () =>
      identifier(valueTypes.x509v3, `<![CDATA[${certificate}]]>`),
    'an encoding that nobody knows': () =>
      str(
        `<wsse:KeyIdentifier EncodingType="urn:hex" ValueType="${valueTypes.x509v3}">${certificate}</wsse:KeyIdentifier>`,
      ),
    'two certificates': () =>
      x509(`<ds:X509Certificate>${certificate}</ds:X509Certificate>`.repeat(2)),
    'a subject name alone': () => x509('<ds:X509SubjectName>CN=X</ds:X509SubjectName>'),
    'a serial number in hex': () => serial('CN=X', '0xff'),
    'a serial number that is negative': () => serial('CN=X', '-1'),
    'a comment in the issuer': () => serial('CN=X<!---->', '1'),
    'a token that is not there': () => str('<wsse:Reference URI="#token"/>'),
    'a token in the Body': () => str('<wsse:Reference URI="#inside"/>'),
    'a token elsewhere': () => str('<wsse:Reference URI="http://example.test/token"/>'),
    'a reference to the Body': () => str('<wsse:Reference URI="#body"/>'),
  }
  test.each(Object.entries(refused))('%s', (_, keyInfo) => {
    const body = `<wsse:BinarySecurityToken xmlns:wsse="${wsse}" ValueType="${valueTypes.x509v3}" wsu:Id="inside">${certificate}</wsse:BinarySecurityToken>`
    expect(outcome(signedText({ keyInfo: keyInfo(), body }))).toBe('key-reference-unreadable')
  })

  const token = (id: string): string =>
    `<wsse:BinarySecurityToken ValueType="${valueTypes.x509v3}" wsu:Id="${id}">${certificate}</wsse:BinarySecurityToken>`

  test('a token whose id stands twice', () => {
    const parts = {
      beforeSignature: token('t') + token('t'),
      keyInfo: str('<wsse:Reference URI="#t"/>'),
    }
    expect(outcome(signedText(parts))).toBe('key-reference-unreadable')
  })

  const read = (parts: Omit<WrittenEnvelope, 'certificate'>) =>
    readTransportSignature(scan(Buffer.from(signedText(parts)))).keyReference

  test('but all forms in use are read', () => {
    const der = pair.certificate.der
    expect(read({})).toEqual({ kind: 'certificate', via: 'KeyIdentifier', certificate: der })
    expect(
      read({ keyInfo: str('<wsse:Reference URI="#t"/>'), beforeSignature: token('t') }),
    ).toEqual({
      kind: 'certificate',
      via: 'BinarySecurityToken',
      certificate: der,
    })
    expect(
      read({ keyInfo: x509(`<ds:X509Certificate>\n${certificate}\n</ds:X509Certificate>`) }),
    ).toEqual({
      kind: 'certificate',
      via: 'X509Data',
      certificate: der,
    })
    const bySerial = { kind: 'issuer-serial', issuer: 'C=KZ, CN=Ұ', serial: '12' }
    expect(read({ keyInfo: serial('C=KZ, CN=Ұ', '\n 0012 ') })).toEqual(bySerial)
    expect(read({ keyInfo: str(serial('C=KZ, CN=Ұ', '12')) })).toEqual(bySerial)
    expect(parseCertificate(der).sha256).toBe(pair.certificate.sha256)
  })
})
